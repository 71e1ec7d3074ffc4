//! The demo site: Larch & Spoke, a made-up bicycle workshop whose pages carry
//! the chat in every way it can be used, and the desk where its agents sit.

mod app;
mod art;
mod desk;
mod frame;
mod gallery;
mod headless;
mod look;
mod pages;
mod route;
mod site_chat;
mod site_link;
mod time;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
