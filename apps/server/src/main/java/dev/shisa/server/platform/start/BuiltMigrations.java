package dev.shisa.server.platform.start;

import dev.shisa.server.platform.database.MigrationList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Writes the list of migrations into the package while Shisa is built ({@code META-INF/spring/aot.factories}). */
final class BuiltMigrations implements BeanFactoryInitializationAotProcessor {

    @Override
    public BeanFactoryInitializationAotContribution processAheadOfTime(ConfigurableListableBeanFactory beans) {
        MigrationList list = MigrationList.of(files());
        return (context, code) ->
                context.getGeneratedFiles().addResourceFile(MigrationList.FILE, String.join("\n", list.lines()) + "\n");
    }

    /** The scripts on the class path, by name. */
    static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*")) {
                files.put(String.valueOf(file.getFilename()), file.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations could not be read", e);
        }
        return files;
    }
}
