package dev.shisa.server.answers;

/** Questionnaires of customers, for the checks of readers. */
public final class SheetReaders {

    private SheetReaders() {}

    public static void rows(byte[] bytes) {
        SheetRows.read(bytes);
    }
}
