package dev.shisa.server.application;

import java.util.List;
import java.util.SortedMap;

/**
 * What stands to be signed off at one moment: release, edition of the catalogue, edition of the evaluation guide, and every
 * verdict with the hash of its proof. The hash over all of it is what a sign-off names.
 */
record Evaluated(String series, String release, String edition, String guide, List<Line> lines) {

    Evaluated {
        lines = List.copyOf(lines);
    }

    /** One verdict. */
    record Line(String number, String state, String proof) {}

    /** SHA-256 of the canonical text, so that anybody can compute it again from the rows of a sign-off. */
    String hash() {
        StringBuilder text = new StringBuilder("shisa-evaluation/1\n");
        text.append(series)
                .append('\n')
                .append(release)
                .append('\n')
                .append(edition)
                .append('\n')
                .append(guide)
                .append('\n');
        lines.forEach(line -> text.append(line.number())
                .append(' ')
                .append(line.state())
                .append(' ')
                .append(line.proof())
                .append('\n'));
        return HashedZip.hash(text.toString());
    }

    List<SortedMap<String, String>> rows() {
        return lines.stream()
                .map(line -> Entry.row(
                        "what", "verdict", "number", line.number(), "state", line.state(), "proof", line.proof()))
                .toList();
    }

    /** Which criteria stand differently than when something was signed. */
    List<String> differing(Entry signed) {
        List<SortedMap<String, String>> then = signed.rows("verdict");
        return lines.stream()
                .filter(line -> then.stream()
                        .noneMatch(row -> line.number().equals(row.get("number"))
                                && line.state().equals(row.get("state"))
                                && line.proof().equals(row.get("proof"))))
                .map(Line::number)
                .toList();
    }
}
