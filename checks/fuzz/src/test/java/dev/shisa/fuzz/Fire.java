package dev.shisa.fuzz;

/** What Jazzer calls; {@code fuzz.reader} names the reader. */
public final class Fire {

    private static final Reader READER = Readers.all().stream()
            .filter(each -> each.name().equals(System.getProperty("fuzz.reader")))
            .findFirst()
            .orElseThrow();

    private Fire() {}

    /** The first time, schemas and lists are read, which is no fault of an input. */
    public static void fuzzerInitialize() throws Throwable {
        for (byte[] seed : READER.seeds()) {
            READER.fire(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws Throwable {
        READER.fire(bytes);
    }
}
