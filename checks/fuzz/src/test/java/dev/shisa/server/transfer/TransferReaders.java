package dev.shisa.server.transfer;

import java.io.ByteArrayInputStream;

/** Series of another installation, for the checks of readers. */
public final class TransferReaders {

    private TransferReaders() {}

    public static void series(byte[] bytes) {
        SeriesFileReader.check(new ByteArrayInputStream(bytes));
    }
}
