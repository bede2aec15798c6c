package dev.shisa.server.sbom;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomReader;
import dev.shisa.bom.BomWriter;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Reading;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Reads stored bills of materials and writes them in other formats. One list is in memory at a time, because one may take
 * half of it; the others wait.
 */
@Component
class SbomFiles {

    /** Two lists of the greatest length before this one. */
    private static final long WAIT_SECONDS = 120;

    private final Blobs blobs;
    private final Semaphore room = new Semaphore(1, true);

    SbomFiles(Blobs blobs) {
        this.blobs = blobs;
    }

    /** The formats in which a list is written. */
    enum Written {
        CYCLONEDX("application/vnd.cyclonedx+json", "cdx.json"),
        SPDX("application/spdx+json", "spdx.json"),
        SPDX3("application/spdx+json", "spdx3.json");

        private final String mediaType;
        private final String extension;

        Written(String mediaType, String extension) {
            this.mediaType = mediaType;
            this.extension = extension;
        }

        /** The end of a file's name by which tools know the format. */
        String extension() {
            return extension;
        }

        String mediaType() {
            return mediaType;
        }

        /** How it stands in an address. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Written> parse(String code) {
            return List.of(values()).stream().filter(w -> w.code().equals(code)).findFirst();
        }
    }

    /**
     * Reads a stored file and does something with what came of it, while no other list is in memory.
     *
     * @throws Problem 503 when others were not done in two minutes
     */
    <T> T read(StoredFile file, Function<Reading, T> use) {
        return inTurn(() -> use.apply(onItsOwnThread(file)));
    }

    /** Does something that needs much memory while no list is read. */
    <T> T inTurn(Supplier<T> work) {
        try {
            if (!room.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem(503, "sbom.busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "sbom.busy");
        }
        try {
            return work.get();
        } finally {
            room.release();
        }
    }

    /** Files are not read for long on a virtual thread: it holds one of the few that carry all others. */
    private Reading onItsOwnThread(StoredFile file) {
        CompletableFuture<Reading> reading = new CompletableFuture<>();
        Background.start(
                "sbom-reader",
                () -> {
                    try {
                        reading.complete(BomReader.read(
                                new ByteSource(file.fileName(), file.sizeBytes(), () -> blobs.open(file.sha256()))));
                    } catch (IOException e) {
                        reading.completeExceptionally(e);
                    }
                },
                reading::completeExceptionally);
        try {
            return reading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException disk
                    ? new UncheckedIOException("the list could not be read", disk)
                    : e;
        }
    }

    /** The bytes of a list in another format; the file behind them goes when they are closed. */
    InputStream written(StoredFile file, Written format, BomWriter.Header header, List<ListAnalyses.Judged> judged) {
        return read(file, reading -> switch (reading) {
            case Reading.Taken taken -> written(taken.bom(), format, header, analyses(taken.bom(), judged));
            case Reading.Refused refused ->
                throw new IllegalStateException("a stored list is refused: " + refused.problem());
        });
    }

    private static List<BomWriter.Analysis> analyses(Bom bom, List<ListAnalyses.Judged> judged) {
        return judged.stream()
                .map(one -> new BomWriter.Analysis(
                        one.vulnerability(),
                        one.state(),
                        one.justification(),
                        one.detail(),
                        one.numbers().stream()
                                .filter(number -> number <= bom.components().size())
                                .map(number -> bom.components().get(number - 1).ref())
                                .toList()))
                .toList();
    }

    private static InputStream written(
            Bom bom, Written format, BomWriter.Header header, List<BomWriter.Analysis> analyses) {
        try {
            Path file = TemporaryFiles.create("shisa-sbom-", ".json");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                switch (format) {
                    case CYCLONEDX -> BomWriter.cycloneDx(bom, header, analyses, out);
                    case SPDX -> BomWriter.spdx(bom, header, out);
                    case SPDX3 -> BomWriter.spdx3(bom, header, analyses, out);
                }
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("the list could not be written", e);
        }
    }
}
