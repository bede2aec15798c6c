package dev.shisa.server.platform.office;

import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads a PDF, or draws a page of it, in a process of its own, with little memory and a bounded time: a stream of some kilobytes can inflate to more
 * than any server has, and a font or a loop of objects can take for ever. Whatever happens there, this process goes on.
 */
final class PdfProcess {

    private static final String HEAP = "-Xmx256m";
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    /** A page of words costs at most so much as UTF-8; more is not read. */
    private static final int OUTPUT_MAX = DocumentText.CHARS_MAX * 4;

    /** Two at a time: a third waits for its turn, and after that gives up. */
    private static final Semaphore TURNS = new Semaphore(2);

    private PdfProcess() {}

    static DocumentText read(byte[] bytes) {
        return pages(ask(bytes, OUTPUT_MAX));
    }

    /** One page as its picture; a number beyond the last is the last. */
    static DocumentPage page(byte[] bytes, int number) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(
                ask(bytes, PdfChild.PICTURE_MAX + PdfChild.WORDS_MAX * 4 + 64, Integer.toString(number))))) {
            int count = in.readInt();
            int shown = in.readInt();
            byte[] png = in.readNBytes(in.readInt());
            String words = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return DocumentPage.ofPdf(shown, count, png, words);
        } catch (IOException e) {
            throw new TextRefused("damaged");
        }
    }

    private static byte[] ask(byte[] bytes, int outputMax, String... args) {
        boolean turn = false;
        try {
            turn = TURNS.tryAcquire(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (!turn) {
                throw new TextRefused("busy");
            }
            return run(bytes, outputMax, args);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TextRefused("busy");
        } finally {
            if (turn) {
                TURNS.release();
            }
        }
    }

    private static byte[] run(byte[] bytes, int outputMax, String... args) throws InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(TemporaryFiles.options());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                HEAP,
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                PdfChild.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // It reads what a stranger wrote, and knows nothing of this installation.
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new TextRefused("busy");
        }
        Thread feeder = Background.startLight("pdf-feeder", () -> feed(process, bytes));
        Thread watch = Background.startLight("pdf-guard", () -> endIfItHangs(process));
        try {
            byte[] out = heard(process, outputMax);
            // Whether it ended by itself decides between "damaged" and "took too long".
            if (!process.waitFor(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TextRefused("too-hard", TIME_MAX.toSeconds());
            }
            return switch (process.exitValue()) {
                case 0 -> out;
                case PdfChild.PASSWORD -> throw new TextRefused("password");
                case PdfChild.MANY -> throw new TextRefused("too-many-pages", DocumentText.PAGES_MAX);
                case PdfChild.LONG -> throw new TextRefused("too-long", DocumentText.CHARS_MAX);
                case PdfChild.DAMAGED -> throw new TextRefused("damaged");
                default -> throw new TextRefused("too-hard", TIME_MAX.toSeconds());
            };
        } finally {
            process.destroyForcibly();
            watch.interrupt();
            feeder.interrupt();
        }
    }

    private static void feed(Process process, byte[] bytes) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private static void endIfItHangs(Process process) {
        try {
            if (!process.waitFor(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] heard(Process process, int outputMax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0 && out.size() < outputMax; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        }
        return out.toByteArray();
    }

    private static DocumentText pages(byte[] out) {
        List<DocumentText.Piece> pieces = new ArrayList<>();
        int number = 1;
        for (String page : new String(out, StandardCharsets.UTF_8).split("\f", -1)) {
            if (!page.isBlank()) {
                pieces.add(new DocumentText.Piece(DocumentText.Unit.PAGE, number, page.strip()));
            }
            number++;
        }
        return new DocumentText(pieces);
    }
}
