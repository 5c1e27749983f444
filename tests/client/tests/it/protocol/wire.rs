//! Calls of the client of `spec/wire`.

use serde::Deserialize;
use wire::bodies::SendPartsForm;
use wire::models::Filter;
use wire::{Client, Credential};

use crate::protocol::arguments::PartArgument;
use crate::protocol::calls::calls;

calls! {
    Client;
    in_path(simple: text, label: list, matrix: list, list: list, exploded: json);
    in_odd_path(an_id: text);
    in_query(options: options { wire::parameters::InQueryOptions:
        text, odd_name, number, flag, at, colour, many, few, spaced, piped, deep, form, paging, flat, reserved, json, shared,
    });
    required_query(also: list, must: text);
    in_headers(options: options { wire::parameters::InHeadersOptions:
        x_text, x_number, x_list, x_object, session, seen, theme,
    });
    send_json(body: json);
    merge_patch(body: json);
    send_optional(body: maybe_list);
    delete_with_body(body: json);
    send_form(body: json);
    send_parts(body: made { parts });
    send_bytes(body: bytes);
    send_text(body: text);
    send_xml(body: text);
    vendor_json(body: json);
    send_several(body: json);
    send_several_as_form(body: json);
    send_several_as_text(body: text);
    statuses() -> debug;
    only_head();
    what_can_be_done();
    what_was_sent();
    typed_headers();
    read_text();
    read_bytes() -> bytes;
    read_events() -> events;
    read_lines() -> lines;
    whole_or_streamed();
    whole_or_streamed_streamed() -> events;
    moved();
    read_everything();
    echo_all(body: json);
    read_patch();
    echo_unions(body: json);
    list_stations();
    open();
    by_key();
    by_query_key();
    by_cookie_key();
    by_basic();
    by_bearer();
    by_word();
    by_oauth();
    by_open_id();
    by_either();
    perhaps();
    elsewhere();
    cursor_pages(of: text, options: options { wire::pages::CursorPagesOptions: after, size });
    cursor_pages_items(of: text, options: options { wire::pages::CursorPagesOptions: after, size }) -> pages;
    link_pages();
    link_pages_items() -> pages;
    counted_pages(options: options { wire::pages::CountedPagesOptions: page });
    counted_pages_items(options: options { wire::pages::CountedPagesOptions: page }) -> pages;
}

/// The credential of a scheme. That of `basic` is a user and a password with a colon between them.
pub(crate) fn credential(scheme: &str, secret: &str) -> Option<Credential> {
    let secret = secret.to_owned();
    Some(match scheme {
        "key" => Credential::key(secret),
        "query_key" => Credential::query_key(secret),
        "cookie_key" => Credential::cookie_key(secret),
        "basic" => {
            let (user, password) = secret.split_once(':')?;
            Credential::basic(user, password)
        }
        "bearer" => Credential::bearer(secret),
        "word" => Credential::word(secret),
        "oauth" => Credential::oauth(secret),
        "open_id" => Credential::open_id(secret),
        _ => return None,
    })
}

/// The argument of `send_parts`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartsArgument {
    title: String,
    file: PartArgument,
    more: Option<Vec<PartArgument>>,
    filter: Option<Filter>,
    note: Option<String>,
}

fn parts(argument: PartsArgument) -> Result<SendPartsForm, String> {
    let mut form = SendPartsForm::new(argument.file.part()?, argument.title);
    let more = argument.more.map(|more| more.into_iter().map(PartArgument::part).collect());
    form.more = more.transpose()?;
    form.filter = argument.filter;
    form.note = argument.note;
    Ok(form)
}
