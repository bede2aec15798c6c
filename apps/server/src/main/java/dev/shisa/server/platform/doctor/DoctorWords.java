package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.admin.AdminReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The checks' results in the reader's language: on the page, in the terminal, for machines. */
public final class DoctorWords {

    private DoctorWords() {}

    /** One row; the state is a shape: {@code met}, {@code not-met} or {@code unknown}. */
    public record Row(String id, String state, String what, String found, String fix) {

        private char mark() {
            return switch (state) {
                case "met" -> '✓';
                case "not-met" -> '✗';
                default -> '?';
            };
        }
    }

    /** Where the words come from. */
    @FunctionalInterface
    interface Words {
        String t(String key, Object... args);
    }

    static Row row(Words words, Doctor.Result result) {
        String key = "doctor." + result.id();
        String what = words.t(key);
        Object[] args = result.finding().args().stream()
                .map(arg -> arg instanceof Number ? arg : String.valueOf(arg))
                .toArray();
        return switch (result.finding()) {
            case Check.Finding.Ok ok -> new Row(result.id(), "met", what, words.t(key + ".ok", args), "");
            case Check.Finding.Bad bad ->
                new Row(
                        result.id(),
                        "not-met",
                        what,
                        words.t(key + "." + bad.code(), args),
                        words.t(key + "." + bad.code() + ".fix", args));
            case Check.Finding.Unknown unknown ->
                new Row(result.id(), "unknown", what, words.t("doctor.unknown", args), words.t("doctor.unknown.fix"));
        };
    }

    /** How it went, in one sentence. */
    static String title(Words words, List<Doctor.Result> results) {
        int bad = count(results, Doctor.Result::bad);
        int unknown = results.size() - bad - count(results, Doctor.Result::ok);
        return bad > 0
                ? words.t("doctor.title.bad", results.size(), bad)
                : unknown > 0
                        ? words.t("doctor.title.unknown", results.size(), unknown)
                        : words.t("doctor.title.well", results.size());
    }

    /** For the terminal: one line for each check, below it what to do. */
    static String text(Words words, List<Doctor.Result> results) {
        List<String> lines = new ArrayList<>();
        for (Doctor.Result result : results) {
            Row row = row(words, result);
            lines.add(row.mark() + " " + row.what() + ": " + row.found());
            if (!row.fix().isEmpty()) {
                lines.add("    " + words.t("doctor.fix") + " " + row.fix());
            }
        }
        lines.add(title(words, results));
        return String.join("\n", lines);
    }

    /** For machines: {@code at}, {@code well}, {@code checks} with id, state, code and words. */
    static Map<String, Object> json(Words words, Instant at, List<Doctor.Result> results) {
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Doctor.Result result : results) {
            Row row = row(words, result);
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("id", result.id());
            check.put("state", result.ok() ? "ok" : result.bad() ? "problem" : "unknown");
            check.put("code", result.finding().code());
            check.put("what", row.what());
            check.put("found", row.found());
            if (!row.fix().isEmpty()) {
                check.put("fix", row.fix());
            }
            checks.add(check);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", at.toString());
        body.put("well", results.stream().allMatch(Doctor.Result::ok));
        body.put("checks", checks);
        return body;
    }

    /** 0 all in order, 1 a problem, 3 no problem but something that could not be found out. */
    static int exitCode(List<Doctor.Result> results) {
        if (results.stream().anyMatch(Doctor.Result::bad)) {
            return AdminReply.PROBLEM;
        }
        return results.stream().allMatch(Doctor.Result::ok) ? AdminReply.DONE : AdminReply.CANNOT_TELL;
    }

    private static int count(List<Doctor.Result> results, java.util.function.Predicate<Doctor.Result> which) {
        return (int) results.stream().filter(which).count();
    }
}
