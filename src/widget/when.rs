//! Times and days, as the visitor writes them. All of it is here, and takes the
//! language that it is to be in; none is the browser's.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Date, Function, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

use crate::engine::Wall;

/// No time zone's day begins within a quarter of an hour.
const QUARTER: u64 = 15 * 60 * 1000;
const DAY: f64 = 24. * 60. * 60. * 1000.;

/// A day of the visitor's calendar, as days since 1970.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Day(f64);

/// That moment; `None` for one that the browser cannot have.
pub(super) fn date_of(at: Wall) -> Option<Date> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285,000 years"
    )]
    let date = Date::new(&(at.0 as f64).into());
    (!date.get_time().is_nan()).then_some(date)
}

/// Whether both are on one day of the visitor's calendar.
pub(super) fn is_same_day(one: Wall, other: Wall) -> bool {
    let day = |at| date_of(at).as_ref().map(day_of);
    one.0 / QUARTER == other.0 / QUARTER || day(one) == day(other)
}

/// Hours and minutes.
pub(super) fn time_words(date: &Date, language: Option<&str>) -> String {
    formats(language)
        .time
        .as_ref()
        .map(|format| format.words(date, None))
        .unwrap_or_default()
}

/// Today, yesterday, or which day it was.
pub(super) fn day_words(date: &Date, today: Day, language: Option<&str>) -> String {
    let formats = formats(language);
    let days = day_of(date).0 - today.0;
    let words = if days == 0. || days == -1. {
        let near = formats.near_day.as_ref();
        near.map(|format| format.words(&days.into(), Some("day")))
    } else {
        formats.day.as_ref().map(|format| format.words(date, None))
    };
    words.unwrap_or_default()
}

/// The day and the time, in short.
pub(super) fn moment_words(date: &Date, language: Option<&str>) -> String {
    let formats = formats(language);
    let moment = formats.moment.as_ref();
    moment
        .map(|format| format.words(date, None))
        .unwrap_or_default()
}

/// The day that it is now.
pub(super) fn today() -> Day {
    day_of(&Date::new_0())
}

/// How long the day goes on if nobody changes the clocks.
pub(super) fn until_midnight() -> Duration {
    let now = local_time(&Date::new_0());
    Duration::try_from_secs_f64((DAY - now.rem_euclid(DAY)) / 1000.).unwrap_or_default()
}

fn day_of(date: &Date) -> Day {
    Day((local_time(date) / DAY).floor())
}

/// Milliseconds since 1970 on the visitor's clocks.
fn local_time(date: &Date) -> f64 {
    date.get_time() - date.get_timezone_offset() * 60_000.
}

/// The formats of one language. Made once: making one takes longer than drawing
/// a row.
struct Formats {
    language: Option<String>,
    time: Option<Format>,
    near_day: Option<Format>,
    day: Option<Format>,
    moment: Option<Format>,
}

fn formats(language: Option<&str>) -> Rc<Formats> {
    thread_local! {
        static LAST: RefCell<Option<Rc<Formats>>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        let fits = last.take().filter(|f| f.language.as_deref() == language);
        let formats = fits.unwrap_or_else(|| Rc::new(Formats::of(language)));
        *last = Some(Rc::clone(&formats));
        formats
    })
}

impl Formats {
    fn of(language: Option<&str>) -> Self {
        let date = |options: &[_]| Format::new("DateTimeFormat", language, options);
        Self {
            language: language.map(str::to_owned),
            time: date(&[("hour", "2-digit"), ("minute", "2-digit")]),
            near_day: Format::new("RelativeTimeFormat", language, &[("numeric", "auto")]),
            day: date(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            moment: date(&[("dateStyle", "medium"), ("timeStyle", "short")]),
        }
    }
}

/// One of the formats of `Intl`.
struct Format {
    it: JsValue,
    format: Function,
}

impl Format {
    /// Through `Reflect`, since a language that is none makes `Intl` throw; then
    /// it is the browser's.
    fn new(class: &str, language: Option<&str>, options: &[(&str, &str)]) -> Option<Self> {
        let given = Object::new();
        for (name, value) in options {
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&given, &(*name).into(), &(*value).into());
        }
        let intl = Reflect::get(&global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
        let make = |language| Reflect::construct(&class, &Array::of2(&language, &given));
        let it = make(language.into())
            .or_else(|_| make(JsValue::UNDEFINED))
            .ok()?;
        let format = Reflect::get(&it, &"format".into()).ok()?.dyn_into().ok()?;
        Some(Self { it, format })
    }

    fn words(&self, value: &JsValue, unit: Option<&str>) -> String {
        let words = self.format.call2(&self.it, value, &unit.into());
        words.ok().and_then(|w| w.as_string()).unwrap_or_default()
    }
}
