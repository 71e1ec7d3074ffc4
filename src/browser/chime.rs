//! A short soft sound of two notes. It is made here, so that no file is fetched.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::promise::let_be;
use super::timer::sleep;

// Not through web_sys, which believes that some of it never throws.
#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type AudioContext;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<AudioContext, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn state(this: &AudioContext) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = currentTime)]
    fn current_time(this: &AudioContext) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn destination(this: &AudioContext) -> Result<AudioNode, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn resume(this: &AudioContext) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn suspend(this: &AudioContext) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createOscillator)]
    fn create_oscillator(this: &AudioContext) -> Result<AudioNode, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createGain)]
    fn create_gain(this: &AudioContext) -> Result<AudioNode, JsValue>;

    type AudioNode;
    #[wasm_bindgen(method, catch)]
    fn connect(this: &AudioNode, to: &AudioNode) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn frequency(this: &AudioNode) -> Result<AudioParam, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn gain(this: &AudioNode) -> Result<AudioParam, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn start(this: &AudioNode, at: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn stop(this: &AudioNode, at: f64) -> Result<(), JsValue>;

    type AudioParam;
    #[wasm_bindgen(method, catch, js_name = setValueAtTime)]
    fn set(this: &AudioParam, value: f64, at: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = linearRampToValueAtTime)]
    fn rise(this: &AudioParam, to: f64, by: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = exponentialRampToValueAtTime)]
    fn fade(this: &AudioParam, to: f64, by: f64) -> Result<JsValue, JsValue>;
}

/// Each in Hz, with its beginning in seconds: a fourth upwards, from E.
const NOTES: [(f64, f64); 2] = [(659.26, 0.0), (880.0, 0.14)];
/// In so many seconds a note is there: fast, but nothing clicks.
const RISES_IN: f64 = 0.02;
/// And in so many it is gone.
const FADES_IN: f64 = 0.6;
/// How loud it is, where 1 is as loud as can be, and what nobody hears any more.
const LOUD: f64 = 0.07;
const SILENT: f64 = 0.000_1;
/// A context that may run does so by then.
const RUNS_WITHIN: Duration = Duration::from_millis(60);
const PLAYS_FOR: Duration = Duration::from_millis(1_000);

thread_local! {
    /// One for the page: what was begun by a visitor's click may go on later, when
    /// nobody clicks.
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
    /// How often it was played.
    static PLAYED: Cell<u32> = const { Cell::new(0) };
}

/// Plays it, where the browser lets the page make sounds.
pub fn chime() {
    spawn_local(async {
        // Where that fails there is no sound.
        let _ = play().await;
    });
}

fn context() -> Result<AudioContext, JsValue> {
    if let Some(context) = CONTEXT.with_borrow(Clone::clone) {
        return Ok(context);
    }
    let context = AudioContext::new()?;
    CONTEXT.set(Some(context.clone()));
    Ok(context)
}

async fn play() -> Result<(), JsValue> {
    let context = context()?;
    let number = PLAYED.get().wrapping_add(1);
    PLAYED.set(number);
    // Nobody waits until it may run, or the sound would come with the next click.
    let_be(&context.resume()?);
    sleep(RUNS_WITHIN).await;
    if context.state()? == "running" {
        let now = context.current_time()?;
        for (pitch, after) in NOTES {
            note(&context, pitch, now + after)?;
        }
        sleep(PLAYS_FOR).await;
    }
    // One that runs keeps the device awake. The next sound may have begun.
    if PLAYED.get() == number {
        let_be(&context.suspend()?);
    }
    Ok(())
}

fn note(context: &AudioContext, pitch: f64, at: f64) -> Result<(), JsValue> {
    let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
    tone.frequency()?.set(pitch, at)?;
    let loudness = volume.gain()?;
    loudness.set(SILENT, at)?;
    loudness.rise(LOUD, at + RISES_IN)?;
    loudness.fade(SILENT, at + FADES_IN)?;
    tone.connect(&volume)?;
    volume.connect(&context.destination()?)?;
    tone.start(at)?;
    tone.stop(at + FADES_IN)
}
