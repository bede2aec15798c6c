package dev.shisa.bom.internal;

import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a text file with their numbers; a line longer than any honest one is cut and told. */
final class Lines implements Closeable {

    private static final int LINE_CHARS_MAX = 1 << 20;
    private static final int HEAD_BYTES = 4;

    private final BufferedReader reader;
    private final Intake intake;
    private int number;

    Lines(ByteSource source, Intake intake) throws IOException {
        this(source, encoding(source), intake);
    }

    private static Charset encoding(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            return Encoding.of(in.readNBytes(HEAD_BYTES));
        }
    }

    Lines(ByteSource source, Charset charset, Intake intake) throws IOException {
        this.reader = new BufferedReader(new InputStreamReader(source.open(), charset));
        this.intake = intake;
    }

    /** The encoding of a table: spreadsheets save it as UTF-16 or, in Japan, as Shift_JIS where nobody asks for UTF-8. */
    static Charset charset(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            byte[] mark = in.readNBytes(2);
            if (mark.length == 2 && (mark[0] & 0xff) + (mark[1] & 0xff) == 0xff + 0xfe && mark[0] != mark[1]) {
                return StandardCharsets.UTF_16;
            }
        }
        try (Reader strict = new InputStreamReader(source.open(), StandardCharsets.UTF_8.newDecoder())) {
            strict.transferTo(Writer.nullWriter());
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return Charset.forName("windows-31j");
        }
    }

    /** The next line without its end, or null at the end of the file. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        number++;
        boolean told = false;
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() < LINE_CHARS_MAX) {
                line.append((char) c);
            } else if (!told) {
                told = true;
                intake.problem(place(), Kind.TOO_MANY, Integer.toString(LINE_CHARS_MAX), "characters in a line");
            }
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (number == 1 && !line.isEmpty() && line.charAt(0) == '\uFEFF') {
            line.deleteCharAt(0);
        }
        return line.toString();
    }

    void skipBehind(String mark) throws IOException {
        int from = number;
        String line;
        while ((line = next()) != null) {
            if (line.contains(mark)) {
                return;
            }
        }
        intake.problem("line " + from, Kind.BROKEN_OFF, "no " + mark + " follows");
    }

    String place() {
        return "line " + number;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
