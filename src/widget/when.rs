//! Times and days, as the visitor writes them. All of it is here, and takes the
//! language that it is to be in; none is the browser's.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Date;
use wasm_bindgen::JsValue;

use super::intl::Intl;
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
    words(&formats(language).time, date, None)
}

/// Today, yesterday, or which day it was.
pub(super) fn day_words(date: &Date, today: Day, language: Option<&str>) -> String {
    let formats = formats(language);
    let days = day_of(date).0 - today.0;
    if days == 0. || days == -1. {
        words(&formats.near_day, &days.into(), Some("day"))
    } else {
        words(&formats.day, date, None)
    }
}

/// The day and the time, in short.
pub(super) fn moment_words(date: &Date, language: Option<&str>) -> String {
    words(&formats(language).moment, date, None)
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

fn words(format: &Option<Intl>, value: &JsValue, unit: Option<&str>) -> String {
    let words = format.as_ref().map(|format| format.words(value, unit));
    words.unwrap_or_default()
}

/// The formats of one language. Made once: making one takes longer than drawing
/// a row.
struct Formats {
    language: Option<String>,
    time: Option<Intl>,
    near_day: Option<Intl>,
    day: Option<Intl>,
    moment: Option<Intl>,
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
        let format = |class, options: &[_]| Intl::new(class, "format", language, options);
        let date = |options: &[_]| format("DateTimeFormat", options);
        Self {
            language: language.map(str::to_owned),
            time: date(&[("hour", "2-digit"), ("minute", "2-digit")]),
            near_day: format("RelativeTimeFormat", &[("numeric", "auto")]),
            day: date(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            moment: date(&[("dateStyle", "medium"), ("timeStyle", "short")]),
        }
    }
}
