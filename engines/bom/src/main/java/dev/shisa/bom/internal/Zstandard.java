package dev.shisa.bom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Unpacks Zstandard (RFC 8878), which Yocto packs its archives with: frames one after the other, skippable ones passed over, no
 * dictionaries. Own code because the libraries for it are native or reach past the bounds of arrays, which hostile input is made for;
 * here every index is checked by the language.
 *
 * <p>How it works: a block is a list of literals (plain, or in a Huffman code) and a list of sequences, each "so many literals, then
 * so many bytes copied from so far back". The three numbers of a sequence are coded by finite-state entropy tables (FSE), read
 * backwards from the end of the block, with some raw bits each. The last three distances have short names. Tables of one block may
 * be used again by the next of the same frame.
 *
 * <p>Bounds: {@link #WINDOW_BYTES_MAX} for what may be copied from; twice that is kept. The optional checksum at the end of a frame
 * is not compared: what is inside has its own.
 */
public final class Zstandard extends InputStream {

    /** The first bytes of a frame. */
    public static final int MAGIC = 0xFD2FB528;

    /** The first bytes of a frame that is passed over, but for the last four bits. */
    public static final int MAGIC_SKIPPABLE = 0x184D2A50;

    /** Four times what the levels up to 19 use; more is asked for by name only ({@code --long}, {@code --ultra}). */
    private static final int WINDOW_BYTES_MAX = 32 << 20;

    private static final int BLOCK_BYTES_MAX = 128 << 10;
    private static final int HUFFMAN_BITS_MAX = 11;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int[] LITERAL_LENGTH_BASE = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    /** The distributions that hold where a block brings none (RFC 8878, 3.1.1.3.2.2). */
    private static final Fse LITERAL_LENGTHS = new Fse(6, new int[] {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
    });

    private static final Fse MATCH_LENGTHS = new Fse(6, new int[] {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    });

    private static final Fse OFFSETS = new Fse(
            5, new int[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1});

    private final InputStream in;

    /** One compressed block, with room behind it so that eight bytes can be read anywhere in it. */
    private final byte[] block = new byte[BLOCK_BYTES_MAX + Long.BYTES];

    private final byte[] literals = new byte[BLOCK_BYTES_MAX];
    private int literalCount;

    /** What was unpacked and may still be copied from; from {@code given} on it was not yet handed out. */
    private byte[] out = new byte[2 * BLOCK_BYTES_MAX];

    private int end;
    private int given;

    private boolean inFrame;
    private boolean lastBlock;
    private boolean checksum;
    private int window;
    private final int[] distances = new int[3];
    private Huffman huffman = Huffman.NONE;
    private Fse literalLengths = Fse.NONE;
    private Fse matchLengths = Fse.NONE;
    private Fse offsets = Fse.NONE;

    public Zstandard(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return more() ? out[given++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, end - given);
        System.arraycopy(out, given, into, from, count);
        given += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean more() throws IOException {
        while (given == end) {
            if (!inFrame && !frame()) {
                return false;
            }
            if (inFrame) {
                block();
            }
        }
        return true;
    }

    private static ZipException damaged(String what) {
        return new ZipException("damaged Zstandard data: " + what);
    }

    private int oneByte() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the packed data ends too early");
        }
        return value;
    }

    /** A number of so many bytes, the least significant first. */
    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) oneByte() << (8 * i);
        }
        return value;
    }

    private void fill(byte[] into, int from, int length) throws IOException {
        if (in.readNBytes(into, from, length) < length) {
            throw new EOFException("the packed data ends too early");
        }
    }

    // ---- frames and blocks ---------------------------------------------------------------------

    /** Begins the next frame, or passes over a skippable one; false at the end of the data. */
    private boolean frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int magic = first | (int) (number(3) << 8);
        if ((magic & 0xfffffff0) == MAGIC_SKIPPABLE) {
            long left = number(4);
            while (left > 0) {
                int part = (int) Math.min(left, block.length);
                fill(block, 0, part);
                left -= part;
            }
            return true;
        }
        if (magic != MAGIC) {
            throw damaged("no frame begins here");
        }
        int about = oneByte();
        boolean single = (about & 0x20) != 0;
        checksum = (about & 4) != 0;
        if ((about & 8) != 0) {
            throw damaged("a reserved bit is set");
        }
        long size = 0;
        if (!single) {
            int descriptor = oneByte();
            long base = 1L << (10 + (descriptor >> 3));
            size = base + base / 8 * (descriptor & 7);
        }
        if (number(new int[] {0, 1, 2, 4}[about & 3]) != 0) {
            throw damaged("it needs a dictionary");
        }
        int sizeBytes = new int[] {single ? 1 : 0, 2, 4, 8}[about >> 6];
        long content = number(sizeBytes) + (sizeBytes == 2 ? 256 : 0);
        size = single ? content : size;
        if (size < 0 || size > WINDOW_BYTES_MAX) {
            throw damaged("it needs a window of more than " + WINDOW_BYTES_MAX + " bytes");
        }
        window = (int) size;
        distances[0] = 1;
        distances[1] = 4;
        distances[2] = 8;
        huffman = Huffman.NONE;
        literalLengths = Fse.NONE;
        matchLengths = Fse.NONE;
        offsets = Fse.NONE;
        // Nothing of an earlier frame can be copied.
        end = 0;
        given = 0;
        inFrame = true;
        lastBlock = false;
        return true;
    }

    private void block() throws IOException {
        if (lastBlock) {
            if (checksum) {
                number(4);
            }
            inFrame = false;
            return;
        }
        int header = (int) number(3);
        lastBlock = (header & 1) != 0;
        int size = header >> 3;
        if (size > BLOCK_BYTES_MAX) {
            throw damaged("a block is too long");
        }
        room();
        switch ((header >> 1) & 3) {
            case 0 -> {
                fill(out, end, size);
                end += size;
            }
            case 1 -> {
                Arrays.fill(out, end, end + size, (byte) oneByte());
                end += size;
            }
            case 2 -> {
                fill(block, 0, size);
                Arrays.fill(block, size, size + Long.BYTES, (byte) 0);
                sequences(literals(size), size);
            }
            default -> throw damaged("a block of a reserved type");
        }
    }

    /** Makes room for one block; what lies further back than the window is given up. */
    private void room() {
        if (end + BLOCK_BYTES_MAX <= out.length) {
            return;
        }
        int keep = Math.min(end, window);
        if (keep + BLOCK_BYTES_MAX > out.length / 2) {
            out = Arrays.copyOf(out, Math.min(out.length * 2, 2 * window + 4 * BLOCK_BYTES_MAX));
        }
        if (end + BLOCK_BYTES_MAX > out.length) {
            System.arraycopy(out, end - keep, out, 0, keep);
            end = keep;
            given = keep;
        }
    }

    // ---- literals ------------------------------------------------------------------------------

    /** Reads the literals of a block; returns where its sequences begin. */
    private int literals(int size) throws ZipException {
        if (size < 2) {
            throw damaged("a block is too short");
        }
        int type = block[0] & 3;
        int format = (block[0] >> 2) & 3;
        long head = (long) LONG.get(block, 0);
        if (type < 2) {
            int headBytes = format == 1 ? 2 : format == 3 ? 3 : 1;
            int count =
                    (int) (headBytes == 1 ? (head & 0xff) >> 3 : (head & (headBytes == 2 ? 0xffff : 0xffffff)) >> 4);
            int packed = type == 0 ? count : 1;
            if (count > BLOCK_BYTES_MAX || headBytes + packed > size) {
                throw damaged("literals reach past their block");
            }
            if (type == 0) {
                System.arraycopy(block, headBytes, literals, 0, count);
            } else {
                Arrays.fill(literals, 0, count, block[headBytes]);
            }
            literalCount = count;
            return headBytes + packed;
        }
        int headBytes = format < 2 ? 3 : format + 2;
        int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
        int count = (int) (head >> 4) & ((1 << bits) - 1);
        int packed = (int) (head >> (4 + bits)) & ((1 << bits) - 1);
        if (count > BLOCK_BYTES_MAX || headBytes + packed > size) {
            throw damaged("literals reach past their block");
        }
        int at = headBytes;
        int stop = headBytes + packed;
        if (type == 2) {
            Huffman.Read read = Huffman.read(block, at, stop);
            huffman = read.code();
            at = read.end();
        }
        if (huffman == Huffman.NONE) {
            throw damaged("a Huffman code is used before it is given");
        }
        if (format == 0) {
            huffman.decode(block, at, stop, literals, 0, count);
        } else {
            fourStreams(at, stop, count);
        }
        literalCount = count;
        return stop;
    }

    private void fourStreams(int from, int stop, int count) throws ZipException {
        int each = (count + 3) / 4;
        if (from + 6 > stop || 3 * each > count) {
            throw damaged("literals reach past their block");
        }
        int at = from + 6;
        for (int i = 0; i < 4; i++) {
            int length = (block[from + 2 * i] & 0xff) + ((block[from + 2 * i + 1] & 0xff) << 8);
            int next = i < 3 ? at + length : stop;
            if (next > stop) {
                throw damaged("literals reach past their block");
            }
            huffman.decode(block, at, next, literals, i * each, i < 3 ? each : count - 3 * each);
            at = next;
        }
    }

    // ---- sequences -----------------------------------------------------------------------------

    private void sequences(int from, int size) throws ZipException {
        int at = from;
        if (at >= size) {
            throw damaged("a block ends before its sequences");
        }
        int count = block[at++] & 0xff;
        if (count > 127) {
            count = count == 255
                    ? (block[at] & 0xff) + ((block[at + 1] & 0xff) << 8) + 0x7f00
                    : ((count - 128) << 8) + (block[at] & 0xff);
            at += count >= 0x7f00 ? 2 : 1;
        }
        int used = 0;
        int limit = end + BLOCK_BYTES_MAX;
        if (count > 0) {
            int modes = block[at++] & 0xff;
            FseRead lengths = table(modes >> 6, at, size, LITERAL_LENGTHS, literalLengths, 9, 35);
            literalLengths = lengths.table();
            FseRead back = table((modes >> 4) & 3, lengths.end(), size, OFFSETS, offsets, 8, 31);
            offsets = back.table();
            FseRead matches = table((modes >> 2) & 3, back.end(), size, MATCH_LENGTHS, matchLengths, 9, 52);
            matchLengths = matches.table();
            BackwardBits bits = new BackwardBits(block, matches.end(), size);
            int lengthState = bits.take(literalLengths.log);
            int offsetState = bits.take(offsets.log);
            int matchState = bits.take(matchLengths.log);
            for (int i = 0; i < count; i++) {
                int offsetCode = offsets.symbol[offsetState];
                int lengthCode = literalLengths.symbol[lengthState];
                int matchCode = matchLengths.symbol[matchState];
                long offset = (1L << offsetCode) + (bits.take(offsetCode) & 0xffffffffL);
                int match = MATCH_LENGTH_BASE[matchCode] + bits.take(MATCH_LENGTH_BITS[matchCode]);
                int length = LITERAL_LENGTH_BASE[lengthCode] + bits.take(LITERAL_LENGTH_BITS[lengthCode]);
                if (i < count - 1) {
                    lengthState = literalLengths.next(lengthState, bits);
                    matchState = matchLengths.next(matchState, bits);
                    offsetState = offsets.next(offsetState, bits);
                }
                if (bits.left() < 0) {
                    throw damaged("sequences reach past their block");
                }
                int distance = distance(offset, length);
                if (used + length > literalCount || end + length + match > limit) {
                    throw damaged("a sequence is longer than its block");
                }
                System.arraycopy(literals, used, out, end, length);
                used += length;
                end += length;
                copy(distance, match);
            }
            if (bits.left() != 0) {
                throw damaged("a block has more than its sequences");
            }
        }
        int rest = literalCount - used;
        if (end + rest > limit) {
            throw damaged("a block is longer than it may be");
        }
        System.arraycopy(literals, used, out, end, rest);
        end += rest;
    }

    /** Values up to three name one of the last distances (RFC 8878, 3.1.1.5). */
    private int distance(long value, int length) throws ZipException {
        if (value > 3) {
            long distance = value - 3;
            if (distance > Integer.MAX_VALUE) {
                throw damaged("a copy from before the beginning");
            }
            distances[2] = distances[1];
            distances[1] = distances[0];
            distances[0] = (int) distance;
            return distances[0];
        }
        int index = (int) value - 1 + (length == 0 ? 1 : 0);
        if (index == 0) {
            return distances[0];
        }
        int distance = index == 3 ? distances[0] - 1 : distances[index];
        if (index > 1) {
            distances[2] = distances[1];
        }
        distances[1] = distances[0];
        distances[0] = distance;
        return distance;
    }

    private void copy(int distance, int length) throws ZipException {
        if (distance < 1 || distance > end) {
            throw damaged("a copy from before the beginning");
        }
        int from = end - distance;
        if (distance >= length) {
            System.arraycopy(out, from, out, end, length);
        } else {
            // It overlaps itself: what was just written is copied on.
            for (int i = 0; i < length; i++) {
                out[end + i] = out[from + i];
            }
        }
        end += length;
    }

    private FseRead table(int mode, int at, int size, Fse usual, Fse before, int logMax, int symbolMax)
            throws ZipException {
        return switch (mode) {
            case 0 -> new FseRead(usual, at);
            case 1 -> {
                int symbol = block[at] & 0xff;
                if (at >= size || symbol > symbolMax) {
                    throw damaged("a code that does not exist");
                }
                yield new FseRead(Fse.of(symbol), at + 1);
            }
            case 2 -> Fse.read(block, at, size, logMax, symbolMax);
            default -> {
                if (before == Fse.NONE) {
                    throw damaged("a table is used before it is given");
                }
                yield new FseRead(before, at);
            }
        };
    }

    // ---- codes ---------------------------------------------------------------------------------

    /** Bits from the end of a range to its beginning; the highest bit that is set ends the data. Past the beginning all are 0. */
    private static final class BackwardBits {

        private final byte[] bytes;
        private final int from;
        private int left;

        BackwardBits(byte[] bytes, int from, int stop) throws ZipException {
            if (stop <= from || bytes[stop - 1] == 0) {
                throw damaged("a stream of bits has no end");
            }
            this.bytes = bytes;
            this.from = from;
            int top = 31 - Integer.numberOfLeadingZeros(bytes[stop - 1] & 0xff);
            this.left = (stop - 1 - from) * 8 + top;
        }

        int left() {
            return left;
        }

        /** The next bits, at most 32, without taking them. */
        int peek(int count) {
            int low = left - count;
            if (low >= 0) {
                long word = (long) LONG.get(bytes, from + (low >> 3)) >>> (low & 7);
                return (int) (word & ((1L << count) - 1));
            }
            if (left <= 0) {
                return 0;
            }
            long word = (long) LONG.get(bytes, from) & ((1L << left) - 1);
            return (int) ((word << -low) & ((1L << count) - 1));
        }

        int take(int count) {
            int value = peek(count);
            left -= count;
            return value;
        }

        void skip(int count) {
            left -= count;
        }
    }

    private record FseRead(Fse table, int end) {}

    /** A finite-state entropy table: each state gives a symbol, and how the next state is read (RFC 8878, 4.1). */
    private static final class Fse {

        static final Fse NONE = new Fse(0, new int[] {1});

        final int log;
        final byte[] symbol;
        private final byte[] bits;
        private final int[] base;

        /** @param shares how many of the {@code 1 << log} states each symbol has; -1 is one that is seldom met */
        Fse(int log, int[] shares) {
            this.log = log;
            int size = 1 << log;
            symbol = new byte[size];
            bits = new byte[size];
            base = new int[size];
            int[] next = new int[shares.length];
            int high = size;
            for (int s = 0; s < shares.length; s++) {
                next[s] = Math.abs(shares[s]);
                if (shares[s] == -1) {
                    symbol[--high] = (byte) s;
                }
            }
            int step = (size >> 1) + (size >> 3) + 3;
            int at = 0;
            for (int s = 0; s < shares.length; s++) {
                for (int i = 0; i < shares[s]; i++) {
                    symbol[at] = (byte) s;
                    do {
                        at = (at + step) & (size - 1);
                    } while (at >= high);
                }
            }
            for (int i = 0; i < size; i++) {
                int state = next[symbol[i]]++;
                bits[i] = (byte) (log - (31 - Integer.numberOfLeadingZeros(state)));
                base[i] = (state << bits[i]) - size;
            }
        }

        /** A table of one symbol. */
        static Fse of(int symbol) {
            int[] shares = new int[symbol + 1];
            shares[symbol] = 1;
            return new Fse(0, shares);
        }

        int next(int state, BackwardBits from) {
            return base[state] + from.take(bits[state]);
        }

        static FseRead read(byte[] bytes, int from, int stop, int logMax, int symbolMax) throws ZipException {
            ForwardBits in = new ForwardBits(bytes, from, stop);
            int log = in.take(4) + 5;
            if (log > logMax) {
                throw damaged("a table is too large");
            }
            int[] shares = new int[symbolMax + 1];
            int symbol = 0;
            int left = 1 << log;
            while (left > 0 && symbol <= symbolMax) {
                int count = 32 - Integer.numberOfLeadingZeros(left + 1);
                int lower = (1 << (count - 1)) - 1;
                int threshold = (1 << count) - 1 - (left + 1);
                int value = in.take(count);
                if ((value & lower) < threshold) {
                    in.back();
                    value &= lower;
                } else if (value > lower) {
                    value -= threshold;
                }
                int share = value - 1;
                left -= Math.abs(share);
                shares[symbol++] = share;
                if (share == 0) {
                    int more;
                    do {
                        more = in.take(2);
                        symbol += more;
                    } while (more == 3 && symbol <= symbolMax);
                }
            }
            if (left != 0 || symbol > symbolMax + 1) {
                throw damaged("a table does not add up");
            }
            return new FseRead(new Fse(log, shares), in.end());
        }
    }

    /** Bits from the beginning, the least significant first. */
    private static final class ForwardBits {

        private final byte[] bytes;
        private final int from;
        private final int stop;
        private int at;

        ForwardBits(byte[] bytes, int from, int stop) {
            this.bytes = bytes;
            this.from = from;
            this.stop = stop;
        }

        int take(int count) throws ZipException {
            int value = 0;
            for (int i = 0; i < count; i++, at++) {
                int index = from + (at >> 3);
                // One bit may be looked at and put back.
                int one = index < stop ? (bytes[index] >> (at & 7)) & 1 : 0;
                if (index > stop) {
                    throw damaged("a table reaches past its block");
                }
                value |= one << i;
            }
            return value;
        }

        void back() {
            at--;
        }

        int end() throws ZipException {
            int end = from + (at + 7) / 8;
            if (end > stop) {
                throw damaged("a table reaches past its block");
            }
            return end;
        }
    }

    /** A Huffman code of bytes, as a table by the next bits. */
    private static final class Huffman {

        static final Huffman NONE = new Huffman(0, new byte[1], new byte[1]);

        /** The code, and where it ends. */
        record Read(Huffman code, int end) {}

        private final int log;
        private final byte[] symbol;
        private final byte[] bits;

        private Huffman(int log, byte[] symbol, byte[] bits) {
            this.log = log;
            this.symbol = symbol;
            this.bits = bits;
        }

        static Read read(byte[] bytes, int from, int stop) throws ZipException {
            if (from >= stop) {
                throw damaged("a Huffman code is missing");
            }
            int head = bytes[from] & 0xff;
            int[] weights = new int[256];
            int count;
            int end;
            if (head >= 128) {
                count = head - 127;
                end = from + 1 + (count + 1) / 2;
                if (end > stop) {
                    throw damaged("a Huffman code reaches past its block");
                }
                for (int i = 0; i < count; i++) {
                    int pair = bytes[from + 1 + i / 2] & 0xff;
                    weights[i] = i % 2 == 0 ? pair >> 4 : pair & 15;
                }
            } else {
                end = from + 1 + head;
                if (end > stop) {
                    throw damaged("a Huffman code reaches past its block");
                }
                count = weights(bytes, from + 1, end, weights);
            }
            return new Read(of(weights, count), end);
        }

        /** Weights in an entropy code of their own, by two states in turn. */
        private static int weights(byte[] bytes, int from, int stop, int[] weights) throws ZipException {
            FseRead read = Fse.read(bytes, from, stop, 6, 12);
            Fse table = read.table();
            BackwardBits bits = new BackwardBits(bytes, read.end(), stop);
            int one = bits.take(table.log);
            int other = bits.take(table.log);
            int count = 0;
            while (true) {
                if (count > 253) {
                    throw damaged("a Huffman code is too long");
                }
                weights[count++] = table.symbol[one];
                one = table.next(one, bits);
                if (bits.left() < 0) {
                    weights[count++] = table.symbol[other];
                    return count;
                }
                int swap = one;
                one = other;
                other = swap;
            }
        }

        /** The last weight is not written: it is what completes the code. */
        private static Huffman of(int[] weights, int count) throws ZipException {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                if (weights[i] > HUFFMAN_BITS_MAX) {
                    throw damaged("a Huffman code is too long");
                }
                sum += weights[i] > 0 ? 1 << (weights[i] - 1) : 0;
            }
            int log = 32 - Integer.numberOfLeadingZeros(sum);
            int rest = (1 << log) - sum;
            if (sum == 0 || log > HUFFMAN_BITS_MAX || Integer.bitCount(rest) != 1) {
                throw damaged("a Huffman code does not add up");
            }
            weights[count] = 32 - Integer.numberOfLeadingZeros(rest);
            byte[] symbol = new byte[1 << log];
            byte[] bits = new byte[1 << log];
            int at = 0;
            for (int weight = 1; weight <= log; weight++) {
                for (int s = 0; s <= count; s++) {
                    if (weights[s] == weight) {
                        int places = 1 << (weight - 1);
                        Arrays.fill(symbol, at, at + places, (byte) s);
                        Arrays.fill(bits, at, at + places, (byte) (log + 1 - weight));
                        at += places;
                    }
                }
            }
            return new Huffman(log, symbol, bits);
        }

        void decode(byte[] bytes, int from, int stop, byte[] into, int at, int count) throws ZipException {
            BackwardBits in = new BackwardBits(bytes, from, stop);
            for (int i = 0; i < count; i++) {
                int next = in.peek(log);
                into[at + i] = symbol[next];
                in.skip(bits[next]);
            }
            if (in.left() != 0) {
                throw damaged("literals do not end where they should");
            }
        }
    }
}
