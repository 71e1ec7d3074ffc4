//! What pages of a site have from each other.

use rejoin::engine::{Input, Word};

use super::parcel::{Local, Parcel};
use super::world::World;

impl World {
    pub(crate) fn others(&self, place: usize) -> Vec<usize> {
        (0..self.pages.len())
            .filter(|other| *other != place)
            .collect()
    }

    /// However much was written, it is one look at the storage.
    pub(crate) fn tell_stored(&mut self, place: usize) {
        for other in self.others(place) {
            let parcel = Parcel::Local(other, Local::Stored);
            if !self.net.contains(&parcel) {
                self.net.push(parcel);
            }
        }
    }

    pub(crate) fn leave_queue(&mut self, place: usize) {
        let was_first = self.queue.first() == Some(&place);
        self.queue.retain(|waiting| *waiting != place);
        // Of a seat that was left nothing is heard any more.
        let of_seat = [Local::Lead, Local::LeadLost].map(|what| Parcel::Local(place, what));
        self.net.retain(|parcel| !of_seat.contains(parcel));
        if was_first {
            self.let_lead();
        }
    }

    /// The first in the queue leads. Told again it does no harm.
    pub(crate) fn let_lead(&mut self) {
        if let Some(first) = self.queue.first() {
            let parcel = Parcel::Local(*first, Local::Lead);
            if !self.net.contains(&parcel) {
                self.net.push(parcel);
            }
        }
    }

    /// Another page leads, and this one will hear of it.
    pub(crate) fn steal_lead(&mut self) {
        let ousted = self.queue.remove(0);
        self.net
            .retain(|parcel| *parcel != Parcel::Local(ousted, Local::Lead));
        self.net.push(Parcel::Local(ousted, Local::LeadLost));
        self.let_lead();
    }

    /// Whether another page leads by now.
    pub(crate) fn is_ousted(&self, place: usize) -> bool {
        self.net.contains(&Parcel::Local(place, Local::LeadLost))
    }

    pub(crate) fn arrive_local(&mut self, place: usize, what: Local) {
        let snapshot = self.snapshot();
        let input = match what {
            Local::Stored => Input::Stored(snapshot),
            Local::Lead => Input::Lead(snapshot),
            Local::LeadLost => Input::LeadLost,
            Local::Word(Word::Forgotten) => {
                self.net.push(Parcel::Local(place, Local::Forgotten));
                self.record.forget_for_good();
                Input::Heard(Word::Forgotten)
            }
            Local::Forgotten => Input::Forgotten(snapshot),
            Local::Word(word) => Input::Heard(word),
        };
        self.input(place, input);
    }
}
