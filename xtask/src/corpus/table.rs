//! Prints the rows and their sum as a table.

use super::Row;

const HEAD: [&str; 11] = [
    "document",
    "operations",
    "generated",
    "skipped",
    "approx.",
    "warnings",
    "untyped",
    "lines",
    "seconds",
    "MiB",
    "check s",
];

/// Returns the table.
pub(crate) fn draw(rows: &[Row]) -> String {
    let mut cells: Vec<[String; 11]> = vec![HEAD.map(str::to_owned)];
    cells.extend(rows.iter().map(columns));
    cells.push(columns(&sum(rows)));
    let width =
        |column: usize| cells.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 11]| {
        let padded = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        padded.collect::<Vec<_>>().join("  ") + "\n"
    };
    cells.iter().map(line).collect()
}

fn columns(row: &Row) -> [String; 11] {
    let seconds = |seconds: f64| format!("{seconds:.1}");
    [
        row.document.clone(),
        row.operations.to_string(),
        row.generated.to_string(),
        row.skipped.to_string(),
        row.approximations.to_string(),
        row.warnings.to_string(),
        row.untyped.to_string(),
        row.lines.to_string(),
        seconds(row.seconds),
        row.memory.map_or_else(|| "-".to_owned(), |memory| memory.to_string()),
        row.check_seconds.map_or_else(|| "-".to_owned(), seconds),
    ]
}

fn sum(rows: &[Row]) -> Row {
    rows.iter().fold(Row { document: "all".to_owned(), ..Row::default() }, |sum, row| Row {
        operations: sum.operations + row.operations,
        generated: sum.generated + row.generated,
        skipped: sum.skipped + row.skipped,
        warnings: sum.warnings + row.warnings,
        approximations: sum.approximations + row.approximations,
        stated: sum.stated + row.stated,
        untyped: sum.untyped + row.untyped,
        lines: sum.lines + row.lines,
        seconds: sum.seconds + row.seconds,
        memory: sum.memory.max(row.memory),
        check_seconds: row.check_seconds.map(|seconds| seconds + sum.check_seconds.unwrap_or(0.0)),
        ..sum
    })
}
