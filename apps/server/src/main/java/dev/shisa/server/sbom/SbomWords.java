package dev.shisa.server.sbom;

import dev.shisa.bom.Problem;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a file, with its place, in the reader's language. */
final class SbomWords {

    private static final Pattern LINE = Pattern.compile("line ([0-9]+)(.*)", Pattern.DOTALL);

    private SbomWords() {}

    static String say(Problem problem, Ui ui) {
        String sentence = ui.t(
                "sbom.problem." + problem.kind().name(), problem.arguments().toArray());
        return problem.place().equals("/") ? sentence : ui.t("sbom.problem.at", place(problem.place(), ui), sentence);
    }

    private static String place(String place, Ui ui) {
        Matcher line = LINE.matcher(place);
        return line.matches() ? ui.t("sbom.problem.line", line.group(1), line.group(2)) : place;
    }

    static List<String> say(List<Problem> problems, Ui ui) {
        return problems.stream().map(p -> say(p, ui)).toList();
    }
}
