package dev.shisa.bom.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What comes out of a packed file, up to a bound: a small file can unpack to more than any disk holds. */
public final class Unpacked extends FilterInputStream {

    private final long bytesMax;
    private long left;

    public Unpacked(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
        this.left = bytesMax;
    }

    private void count(long bytes) throws ZipException {
        left -= bytes;
        if (left < 0) {
            throw new ZipException("it unpacks to more than " + bytesMax + " bytes");
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
