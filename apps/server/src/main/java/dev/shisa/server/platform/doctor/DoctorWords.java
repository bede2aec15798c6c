package dev.shisa.server.platform.doctor;

/** A check's result in the reader's language. */
public final class DoctorWords {

    private DoctorWords() {}

    /** One row; the state is a shape: {@code met}, {@code not-met} or {@code unknown}. */
    public record Row(String id, String state, String what, String found, String fix) {}

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
}
