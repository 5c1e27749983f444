//! Parameters: what goes into path, query, headers and cookies.

use wire::ErrorKind;
use wire::models::{Colour, Filter, Paging};
use wire::parameters::{InHeadersOptions, InQueryOptions};

use client_tests::TestResponse;

use super::{sent, served};

async fn path(simple: &str, label: &[i64], matrix: &[&str], list: &[&str], exploded: Filter) -> String {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let (matrix, list) = (texts(matrix), texts(list));
    let request =
        sent(async |client| drop(client.in_path(simple, label, &matrix, &list, &exploded).await.unwrap()))
            .await;
    request.line()
}

async fn query(options: InQueryOptions) -> String {
    let line = sent(async |client| drop(client.in_query(&options).await.unwrap())).await.line();
    line.trim_start_matches("GET /v1/query").trim_end_matches(" HTTP/1.1").to_owned()
}

fn texts() -> Vec<String> {
    vec!["a".to_owned(), "b c".to_owned()]
}

fn filter() -> Filter {
    Filter::new().with_min(1).with_name("x")
}

/// path: `simple`, `label`, `matrix` | required arguments, as in the path | `/a%2Fb/.1,2/;matrix=x;matrix=y/...`
#[tokio::test]
async fn in_path() {
    let line = path("a/b", &[1, 2], &["x", "y"], &["p", "q"], filter()).await;
    assert_eq!(line, "GET /v1/path/a%2Fb/.1,2/;matrix=x;matrix=y/p,q/min=1,name=x HTTP/1.1");
}

/// path: array, object, exploded or not | `&[String]`, `&models::Filter` | `/p,q/min=1,name=x`
#[tokio::test]
async fn in_path_encoded() {
    let line = path("ü", &[1], &["x"], &["p,q", "r"], Filter::new().with_name("a=b")).await;
    assert_eq!(line, "GET /v1/path/%C3%BC/.1/;matrix=x/p%2Cq,r/name=a%3Db HTTP/1.1");
}

/// path: literals with characters that a URL cannot contain | the same method | `/odd path/ü"` is `/odd%20path/%C3%BC%22`, encoded once
#[tokio::test]
async fn in_odd_path() {
    let request = sent(async |client| drop(client.in_odd_path("a b").await.unwrap())).await;
    assert_eq!(request.line(), "GET /v1/odd%20path/%C3%BC%22%7C%2F/a%20b HTTP/1.1");
}

/// query: scalar, optional | `options.with_text("a b")` | `?text=a%20b&number=3`; nothing if it is not set
#[tokio::test]
async fn scalar() {
    assert_eq!(query(InQueryOptions::new()).await, "");
    assert_eq!(
        query(InQueryOptions::new().with_text("a b&c=d").with_number(3)).await,
        "?text=a%20b%26c%3Dd&number=3"
    );
}

/// query: default in the document | `options.with_number(10)` | sent only if it is set
#[tokio::test]
async fn default_is_documented_and_not_sent() {
    assert_eq!(query(InQueryOptions::new().with_text("x")).await, "?text=x");
    assert_eq!(query(InQueryOptions::new().with_number(10)).await, "?number=10");
}

/// query: required | positional arguments, sorted by name | `?also=1&also=2&must=x`
#[tokio::test]
async fn required() {
    let request = sent(async |client| drop(client.required_query(&[1, 2], "x").await.unwrap())).await;
    assert_eq!(request.line(), "GET /v1/required?also=1&also=2&must=x HTTP/1.1");
}

/// query: empty value | `options.with_text("")` | `?text=`
#[tokio::test]
async fn empty_value() {
    assert_eq!(query(InQueryOptions::new().with_text("")).await, "?text=");
}

/// query: boolean, date-time, enum | `bool`, `DateTime<Utc>`, an open enum | `?flag=true&at=2024-01-02T03:04:05Z&colour=dark%20green`
#[tokio::test]
async fn typed() {
    let at = "2024-01-02T03:04:05Z".parse().unwrap();
    let options = InQueryOptions::new().with_flag(true).with_at(at).with_colour(Colour::DarkGreen);
    assert_eq!(query(options).await, "?flag=true&at=2024-01-02T03:04:05Z&colour=dark%20green");
    assert_eq!(query(InQueryOptions::new().with_colour(Colour::from("blue"))).await, "?colour=blue");
}

/// query: name with reserved characters | `options.with_odd_name("x")` | `?odd%5Bname%5D=x`
#[tokio::test]
async fn odd_name() {
    assert_eq!(query(InQueryOptions::new().with_odd_name("x")).await, "?odd%5Bname%5D=x");
}

/// query: `form`, exploded array | `Vec<String>` | `?many=a&many=b%20c`
#[tokio::test]
async fn form_exploded() {
    assert_eq!(query(InQueryOptions::new().with_many(texts())).await, "?many=a&many=b%20c");
}

/// query: `form`, array in one value; `csv` in Swagger | `Vec<String>` | `?few=a,b%20c`
#[tokio::test]
async fn form() {
    assert_eq!(query(InQueryOptions::new().with_few(texts())).await, "?few=a,b%20c");
}

/// query: `spaceDelimited` (`ssv`), `pipeDelimited` (`pipes`) | `Vec<String>` | `?spaced=a%20b&piped=a%7Cb`
#[tokio::test]
async fn delimited() {
    let list = vec!["a".to_owned(), "b".to_owned()];
    let options = InQueryOptions::new().with_spaced(list.clone()).with_piped(list);
    assert_eq!(query(options).await, "?spaced=a%20b&piped=a%7Cb");
}

/// query: `deepObject` | `models::Filter` | `?deep[min]=1&deep[name]=x`, encoded
#[tokio::test]
async fn deep_object() {
    assert_eq!(query(InQueryOptions::new().with_deep(filter())).await, "?deep%5Bmin%5D=1&deep%5Bname%5D=x");
}

/// query: object, `form`, exploded or not | `models::Filter` | `?min=1&name=x`, `?flat=min,1,name,x`
#[tokio::test]
async fn object() {
    assert_eq!(query(InQueryOptions::new().with_form(filter())).await, "?min=1&name=x");
    assert_eq!(query(InQueryOptions::new().with_flat(filter())).await, "?flat=min,1,name,x");
}

/// query: arrays in an exploded object, as in Spring's `Pageable` | `models::Paging` | `?page=0&sort=name,asc&sort=id,desc`
#[tokio::test]
async fn object_with_lists() {
    let sort = vec!["name,asc".to_owned(), "id,desc".to_owned()];
    let paging = Paging::new().with_page(0).with_sort(sort).with_days(vec!["2024-02-29".parse().unwrap()]);
    let paging = paging.with_since("2024-01-02T03:04:05Z".parse().unwrap());
    assert_eq!(
        query(InQueryOptions::new().with_paging(paging)).await,
        "?page=0&sort=name,asc&sort=id,desc&days=2024-02-29&since=2024-01-02T03:04:05Z"
    );
}

/// NaN, infinities | an error, `ErrorKind::InvalidRequest` | nothing: JSON cannot represent them
#[tokio::test]
async fn number_that_json_lacks() {
    let (server, client) = served(TestResponse::status(204)).await;
    for ratio in [f64::NAN, f64::INFINITY] {
        let options = InQueryOptions::new().with_paging(Paging::new().with_ratio(ratio));
        assert_eq!(client.in_query(&options).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert!(server.requests().is_empty());
}

/// query: `allowReserved` | `options.with_reserved("a/b?c&d")` | `?reserved=a/b?c%26d`
#[tokio::test]
async fn allow_reserved() {
    let options = InQueryOptions::new().with_reserved("a/b?c@d:e&f=g h");
    assert_eq!(query(options).await, "?reserved=a/b?c@d:e%26f%3Dg%20h");
}

/// query: `content` | `models::Filter` | JSON in the value
#[tokio::test]
async fn content() {
    let sent = query(InQueryOptions::new().with_json(filter())).await;
    assert_eq!(sent, "?json=%7B%22min%22:1,%22name%22:%22x%22%7D");
}

/// shared parameter, by reference | like any other | `?shared=x`
#[tokio::test]
async fn shared() {
    assert_eq!(query(InQueryOptions::new().with_shared("x")).await, "?shared=x");
}

/// header: scalar, array, object | `options.with_x_list(...)` | `X-List: a,b`, `X-Object: min=1,name=x`
#[tokio::test]
async fn in_headers() {
    let options = InHeadersOptions::new()
        .with_x_text("some text")
        .with_x_number(3)
        .with_x_list(vec!["a".to_owned(), "b".to_owned()])
        .with_x_object(filter());
    let request = sent(async |client| drop(client.in_headers(&options).await.unwrap())).await;
    assert_eq!(request.header("x-text"), ["some text"]);
    assert_eq!(request.header("x-number"), ["3"]);
    assert_eq!(request.header("x-list"), ["a,b"]);
    assert_eq!(request.header("x-object"), ["min=1,name=x"]);
    assert_eq!(request.header("cookie"), Vec::<String>::new());
}

/// cookie | `options.with_session("s")` | `Cookie: session=s; theme=red`
#[tokio::test]
async fn in_cookies() {
    let options = InHeadersOptions::new().with_session("a;b").with_theme(Colour::Red);
    let request = sent(async |client| drop(client.in_headers(&options).await.unwrap())).await;
    assert_eq!(request.header("cookie"), ["session=a%3Bb; theme=red"]);
}

/// cookie: array in one value | `options.with_seen(...)` | `Cookie: seen=a%2Cb,c`
#[tokio::test]
async fn list_in_cookie() {
    let options = InHeadersOptions::new().with_seen(vec!["a,b".to_owned(), "c".to_owned()]);
    let request = sent(async |client| drop(client.in_headers(&options).await.unwrap())).await;
    assert_eq!(request.header("cookie"), ["seen=a%2Cb,c"]);
}

/// an array item that contains the separator | encoded, or an error, `ErrorKind::InvalidRequest` | `%2C` in a query, a path or a cookie; headers and forms reject it
#[tokio::test]
async fn item_with_a_separator() {
    let (server, client) = served(TestResponse::status(204)).await;
    let options = InHeadersOptions::new().with_x_list(vec!["a,b".to_owned()]);
    assert_eq!(client.in_headers(&options).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
    assert_eq!(
        query(InQueryOptions::new().with_few(vec!["a,b".to_owned(), "c".to_owned()])).await,
        "?few=a%2Cb,c"
    );
}
