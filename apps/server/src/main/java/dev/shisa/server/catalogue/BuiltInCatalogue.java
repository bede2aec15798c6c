package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.server.platform.jobs.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The catalogue that comes with Shisa, read beside whatever else a start does: it needs nothing but its own files. */
public final class BuiltInCatalogue {

    /** The scheme that every product begins with stands first on every page, the others by name. */
    private static final Comparator<String> ORDER = Comparator.comparing((String name) -> !name.equals("jcstar1.yaml"))
            .thenComparing(Comparator.naturalOrder());

    private record Read(SortedMap<String, byte[]> files, Catalogue catalogue) {}

    private final Future<Read> reading;

    private BuiltInCatalogue(Future<Read> reading) {
        this.reading = reading;
    }

    /** Begins to read it. */
    public static BuiltInCatalogue reading() {
        ExecutorService thread = Background.threadEach("catalogue");
        Future<Read> reading = thread.submit(BuiltInCatalogue::read);
        thread.shutdown();
        return new BuiltInCatalogue(reading);
    }

    /** Waits until it was read. */
    Catalogue catalogue() {
        return await().catalogue();
    }

    /** Its files by name, in their order on pages; the caller's own map. */
    SortedMap<String, byte[]> files() {
        return new TreeMap<>(await().files());
    }

    private Read await() {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the built-in catalogue could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the built-in catalogue was read", e);
        }
    }

    private static Read read() {
        SortedMap<String, byte[]> files = new TreeMap<>(ORDER);
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:catalogue/*.yaml")) {
                files.put(String.valueOf(file.getFilename()), file.getContentAsByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in catalogue could not be read", e);
        }
        return switch (CatalogueReader.checking().read(new LinkedHashMap<>(files))) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> new Read(files, catalogue);
            case CatalogueReader.Result.Rejected(var found) ->
                throw new IllegalStateException("the built-in catalogue has an error: " + found);
        };
    }
}
