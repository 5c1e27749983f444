//! What is decoded.

/// A list of at least this many bytes.
pub fn list(bytes: usize, item: fn(usize) -> String) -> String {
    let mut json = String::from("[");
    for index in 0.. {
        json.push_str(&item(index));
        if json.len() >= bytes {
            break;
        }
        json.push(',');
    }
    json + "]"
}

pub fn plain(index: usize) -> String {
    format!(
        r#"{{"id":"p{index}","a":"aaaa{index}","b":"bbbb","c":"cc","n":{index},"m":{},"f":true,"g":false,"x":1.5,"y":{}.75}}"#,
        index * index,
        index % 1000
    )
}

pub fn item(index: usize) -> String {
    let state = state(index);
    let half = index.is_multiple_of(2);
    format!(
        r#"{{"id":"item-{index:08}","name":"Deployment number {index}","state":{state},"size":{},"tags":["one","two","three-{index}"],"owner":{{"id":"user-{index}","email":"user{index}@example.com","role":"admin"}},"ratio":{}.25,"enabled":{half},"note":"A somewhat longer description of what this thing is for","limits":{{"cpu":2.5,"memory":1048576,"disk":1099511627776}}}}"#,
        index * 37,
        index % 100
    )
}

pub fn state(index: usize) -> String {
    let state = match index % 4 {
        0 => "running",
        1 => "stopped",
        2 => "failed",
        _ => "pending",
    };
    format!("{state:?}")
}

pub fn block(index: usize) -> String {
    let (kind, others) = parts(index);
    format!(r#"{{"kind":"{kind}",{others}}}"#)
}

pub fn block_with_more(index: usize) -> String {
    let (kind, others) = parts(index);
    format!(r#"{{"kind":"{kind}",{others},"extra":1}}"#)
}

pub fn block_with_tag_last(index: usize) -> String {
    let (kind, others) = parts(index);
    format!(r#"{{{others},"kind":"{kind}"}}"#)
}

/// The tag, and the other properties.
fn parts(index: usize) -> (&'static str, String) {
    match index % 6 {
        0 => {
            ("text", format!(r#""text":"Some text of a block {index}","size":12,"bold":true,"color":"red""#))
        }
        1 => (
            "image",
            format!(
                r#""url":"https://cdn.example.com/{index}.png","alt":"An image","width":640,"height":480"#
            ),
        ),
        2 => ("list", format!(r#""items":["a{index}","b","c","d"],"ordered":false"#)),
        3 => ("button", format!(r#""label":"Press {index}","action":"go","value":"v{index}""#)),
        4 => (
            "table",
            format!(r#""rows":[["a","b","c"],["d","e","f"],["g","h","{index}"]],"header":["x","y","z"]"#),
        ),
        _ => (
            "code",
            format!(r#""code":"fn main() {{ println!(\"{index}\"); }}","language":"rust","lines":1"#),
        ),
    }
}
