package dev.shisa.server.platform.pdf;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A TrueType font (OpenType with {@code glyf} outlines): which glyph stands for a character, how wide it is, and a copy that
 * holds only the glyphs that a document uses. It reads the font that comes with Shisa, so a broken one is our own fault.
 */
final class TrueTypeFont {

    private static final int THOUSANDTHS = 1000;
    private static final int WINDOWS = 3;
    private static final int UNICODE = 0;

    /** Flags of a composite glyph, OpenType specification, table glyf. */
    private static final int WORDS = 0x0001;

    private static final int SCALE = 0x0008;
    private static final int MORE = 0x0020;
    private static final int TWO_SCALES = 0x0040;
    private static final int MATRIX = 0x0080;

    /** What a font needs inside a PDF, ISO 32000-1, 9.9. */
    private static final String[] KEPT = {"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"};

    private record Table(int offset, int length) {}

    private final ByteBuffer data;
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<Integer, Integer> glyphs = new HashMap<>();
    private final int unitsPerEm;
    private final int glyphCount;
    private final int widthCount;
    private final boolean longOffsets;

    TrueTypeFont(byte[] bytes) {
        data = ByteBuffer.wrap(bytes);
        int count = data.getShort(4);
        for (int i = 0; i < count; i++) {
            int at = 12 + 16 * i;
            byte[] tag = new byte[4];
            data.get(at, tag);
            tables.put(
                    new String(tag, java.nio.charset.StandardCharsets.ISO_8859_1),
                    new Table(data.getInt(at + 8), data.getInt(at + 12)));
        }
        unitsPerEm = u16(table("head").offset() + 18);
        longOffsets = u16(table("head").offset() + 50) == 1;
        glyphCount = u16(table("maxp").offset() + 4);
        widthCount = u16(table("hhea").offset() + 34);
        readCharacters();
    }

    private Table table(String tag) {
        Table table = tables.get(tag);
        if (table == null) {
            throw new IllegalStateException("the font has no table " + tag);
        }
        return table;
    }

    private int u16(int at) {
        return data.getShort(at) & 0xffff;
    }

    private void readCharacters() {
        int cmap = table("cmap").offset();
        int count = u16(cmap + 2);
        for (int i = 0; i < count; i++) {
            int platform = u16(cmap + 4 + 8 * i);
            int at = cmap + data.getInt(cmap + 8 + 8 * i);
            if (platform != WINDOWS && platform != UNICODE) {
                continue;
            }
            switch (u16(at)) {
                case 4 -> readSegments(at);
                case 12 -> readGroups(at);
                default -> {
                    // Variation selectors and old encodings.
                }
            }
        }
    }

    private void readSegments(int at) {
        int segments = u16(at + 6) / 2;
        int ends = at + 14;
        int starts = ends + 2 * segments + 2;
        int deltas = starts + 2 * segments;
        int ranges = deltas + 2 * segments;
        for (int i = 0; i < segments; i++) {
            int start = u16(starts + 2 * i);
            int end = u16(ends + 2 * i);
            int range = u16(ranges + 2 * i);
            for (int c = start; c <= end && c < 0xffff; c++) {
                int glyph = range == 0 ? c : u16(ranges + 2 * i + range + 2 * (c - start));
                if (glyph != 0 || range == 0) {
                    put(c, (glyph + u16(deltas + 2 * i)) & 0xffff);
                }
            }
        }
    }

    private void readGroups(int at) {
        int groups = data.getInt(at + 12);
        for (int i = 0; i < groups; i++) {
            int group = at + 16 + 12 * i;
            for (int c = data.getInt(group); c <= data.getInt(group + 4); c++) {
                put(c, data.getInt(group + 8) + c - data.getInt(group));
            }
        }
    }

    private void put(int character, int glyph) {
        if (glyph > 0 && glyph < glyphCount) {
            glyphs.putIfAbsent(character, glyph);
        }
    }

    /** The glyph of a character; 0, the font's sign for what it does not have. */
    int glyph(int character) {
        return glyphs.getOrDefault(character, 0);
    }

    /** How far a glyph moves on, in thousandths of the size. */
    int width(int glyph) {
        return scaled(u16(table("hmtx").offset() + 4 * Math.min(glyph, widthCount - 1)));
    }

    private int scaled(int units) {
        return Math.round((float) units * THOUSANDTHS / unitsPerEm);
    }

    /** How far it reaches above the base line, in thousandths; {@link #descent} is negative. */
    int ascent() {
        return scaled(data.getShort(table("hhea").offset() + 4));
    }

    int descent() {
        return scaled(data.getShort(table("hhea").offset() + 6));
    }

    /** Left, bottom, right and top of all glyphs, in thousandths. */
    int[] box() {
        int[] box = new int[4];
        for (int i = 0; i < box.length; i++) {
            box[i] = scaled(data.getShort(table("head").offset() + 36 + 2 * i));
        }
        return box;
    }

    private int start(int glyph) {
        int loca = table("loca").offset();
        return longOffsets ? data.getInt(loca + 4 * glyph) : 2 * u16(loca + 2 * glyph);
    }

    /** The same font with the outlines of these glyphs and of what they are put together from; numbers stay. */
    byte[] subset(Collection<Integer> used) {
        TreeSet<Integer> kept = new TreeSet<>();
        Deque<Integer> open = new ArrayDeque<>(used);
        open.add(0);
        while (!open.isEmpty()) {
            int glyph = open.remove();
            if (kept.add(glyph)) {
                parts(glyph, open);
            }
        }
        int size = kept.stream().mapToInt(g -> padded(start(g + 1) - start(g))).sum();
        ByteBuffer glyf = ByteBuffer.allocate(size);
        ByteBuffer loca = ByteBuffer.allocate(4 * (glyphCount + 1));
        for (int glyph = 0; glyph < glyphCount; glyph++) {
            loca.putInt(glyf.position());
            if (kept.contains(glyph)) {
                glyf.put(slice(table("glyf").offset() + start(glyph), start(glyph + 1) - start(glyph)));
                glyf.position(padded(glyf.position()));
            }
        }
        loca.putInt(glyf.position());
        SortedMap<String, byte[]> parts = new TreeMap<>();
        for (String tag : KEPT) {
            Table table = tables.get(tag);
            if (table != null) {
                parts.put(tag, slice(table.offset(), table.length()));
            }
        }
        parts.put("glyf", glyf.array());
        parts.put("loca", loca.array());
        byte[] head = slice(table("head").offset(), table("head").length());
        ByteBuffer.wrap(head).putInt(8, 0).putShort(50, (short) 1);
        parts.put("head", head);
        return file(parts);
    }

    private void parts(int glyph, Deque<Integer> open) {
        int at = table("glyf").offset() + start(glyph);
        if (start(glyph + 1) == start(glyph) || data.getShort(at) >= 0) {
            return;
        }
        at += 10;
        int flags = MORE;
        while ((flags & MORE) != 0) {
            flags = u16(at);
            open.add(u16(at + 2));
            at += 4 + ((flags & WORDS) != 0 ? 4 : 2);
            at += (flags & SCALE) != 0 ? 2 : (flags & TWO_SCALES) != 0 ? 4 : (flags & MATRIX) != 0 ? 8 : 0;
        }
    }

    private byte[] slice(int offset, int length) {
        byte[] bytes = new byte[length];
        data.get(offset, bytes);
        return bytes;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static byte[] file(SortedMap<String, byte[]> parts) {
        int total = 12
                + 16 * parts.size()
                + parts.values().stream().mapToInt(p -> padded(p.length)).sum();
        ByteBuffer file = ByteBuffer.allocate(total);
        int power = Integer.highestOneBit(parts.size());
        file.putInt(0x00010000)
                .putShort((short) parts.size())
                .putShort((short) (16 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power))
                .putShort((short) (16 * (parts.size() - power)));
        int at = 12 + 16 * parts.size();
        int head = 0;
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            file.put(part.getKey().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .putInt(sum(part.getValue()))
                    .putInt(at)
                    .putInt(part.getValue().length);
            file.put(at, part.getValue());
            if (part.getKey().equals("head")) {
                head = at;
            }
            at += padded(part.getValue().length);
        }
        // As the specification of the table head says.
        file.putInt(head + 8, 0xB1B0AFBA - sum(file.array()));
        return file.array();
    }

    private static int sum(byte[] bytes) {
        ByteBuffer words = ByteBuffer.allocate(padded(bytes.length)).put(bytes).rewind();
        int sum = 0;
        while (words.hasRemaining()) {
            sum += words.getInt();
        }
        return sum;
    }
}
