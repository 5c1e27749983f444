//! Classifies media types.

/// JSON.
pub const JSON: &str = "application/json";
/// A form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// A form in parts.
pub const MULTIPART: &str = "multipart/form-data";

/// Returns a media type without its parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON: `application/json`, `text/json`, and everything with the suffix `+json`
/// ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.split_once('/').is_some_and(|(_, subtype)| subtype == "json" || subtype.ends_with("+json"))
}

/// Whether a media type is XML.
pub fn is_xml(media_type: &str) -> bool {
    essence(media_type).ends_with("xml")
}

/// Whether a media type is text.
pub fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/") || is_xml(&essence) || essence == "application/sdp"
}

/// Whether a media type is a stream of server-sent events.
pub fn is_events(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream"
}

/// Whether a media type is a stream of items: server-sent events, JSON lines, or a JSON text sequence ([RFC
/// 8091](https://www.rfc-editor.org/rfc/rfc8091)).
pub fn is_items(media_type: &str) -> bool {
    const LINES: [&str; 8] = [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-json-stream",
        "application/stream+json",
        "application/json-seq",
    ];
    let essence = essence(media_type);
    is_events(&essence) || LINES.contains(&essence.as_str()) || essence.ends_with("+json-seq")
}

/// Whether a media type may be JSON, depending on the schema: a range, or a vendor type that names no other format
/// ([RFC 6838, section 3.2](https://www.rfc-editor.org/rfc/rfc6838#section-3.2)).
pub fn may_be_json(media_type: &str) -> bool {
    const FORMATS: [&str; 16] = [
        "xml",
        "yaml",
        "zip",
        "tar",
        "cbor",
        "msgpack",
        "protobuf",
        "grpc",
        "thrift",
        "avro",
        "parquet",
        "arrow",
        "csv",
        "ms-",
        "openxmlformats",
        "opendocument",
    ];
    let essence = essence(media_type);
    let Some(subtype) = essence.strip_prefix("application/") else { return essence == "*/*" };
    let is_own = ["vnd.", "x.", "prs."].iter().any(|tree| subtype.starts_with(tree));
    subtype == "*"
        || (is_own && !subtype.contains('+') && !FORMATS.iter().any(|format| subtype.contains(format)))
}

/// Whether a media type can only be a file: not JSON, text, a form, or a range.
pub fn is_file(media_type: &str) -> bool {
    let essence = essence(media_type);
    let is_other = is_json(&essence) || is_text(&essence) || is_items(&essence) || may_be_json(&essence);
    let is_form = essence == FORM || essence.starts_with("multipart/");
    !(is_other || is_form || essence.ends_with("yaml"))
}
