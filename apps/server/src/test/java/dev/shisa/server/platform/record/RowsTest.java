package dev.shisa.server.platform.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** What is declared once is right everywhere: the list that the check of the ledger reads, the words of forms, the addresses of acts. */
class RowsTest {

    private static final Path LIST = Path.of("src/main/resources/dev/shisa/server/platform/record/rows.tsv");

    private static final String HEAD = """
            # Every column of the rows that are declared as Java records (dev.shisa.server.platform.record.Row), one line each.
            # A test holds it against them and writes it anew to target/rows.tsv; the check of the ledger reads it.
            # kind, table, field of the record, column, the same of row t in SQL, how it is compared, whose words it holds
            """;

    private static List<Class<?>> declared(Class<? extends Annotation> annotation) {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition found) {
                return true;
            }
        };
        scan.addIncludeFilter(new AnnotationTypeFilter(annotation));
        List<Class<?>> all = new ArrayList<>();
        scan.findCandidateComponents("dev.shisa.server").forEach(found -> {
            try {
                all.add(Class.forName(found.getBeanClassName()));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        });
        all.sort(Comparator.comparing(Class::getName));
        return all;
    }

    @Test
    void theListHasEveryColumnOfEveryKindOfRow() throws IOException {
        StringBuilder written = new StringBuilder(HEAD);
        declared(Row.class).stream()
                .<RowType<?>>map(type -> RowType.of(type.asSubclass(Record.class)))
                .sorted(Comparator.comparing(RowType::kind))
                .flatMap(type -> DeclaredRows.of(type).stream())
                .forEach(line -> written.append(line).append('\n'));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/rows.tsv"), written);
        assertThat(LIST).as("target/rows.tsv is what it has to be").hasContent(written.toString());
    }

    @Test
    void everyFieldOfEveryFormHasWords() {
        Messages messages = new Messages();
        for (Class<?> type : declared(Sent.class)) {
            if (declared(Doing.class).stream()
                    .flatMap(doing -> Arrays.stream(doing.getDeclaredMethods()))
                    .noneMatch(method -> isOnAPage(method, type))) {
                continue;
            }
            String words = type.getAnnotation(Sent.class).value();
            for (RecordComponent component : type.getRecordComponents()) {
                names(component)
                        .forEach(name -> Stream.of(Locale.JAPANESE, Locale.ENGLISH)
                                .forEach(locale -> assertThat(messages.has(locale, words + ".field." + name))
                                        .as(words + ".field." + name + " in " + locale)
                                        .isTrue()));
            }
        }
    }

    private static boolean isOnAPage(Method method, Class<?> sent) {
        Does does = method.getAnnotation(Does.class);
        return does != null
                && !does.page().isEmpty()
                && Arrays.asList(method.getParameterTypes()).contains(sent);
    }

    private static Stream<String> names(RecordComponent component) {
        if (component.getType().isRecord()) {
            return Arrays.stream(component.getType().getRecordComponents())
                    .map(part -> Wrongs.name(component.getName(), part.getName()));
        }
        return component.getType() == Instant.class
                ? Stream.of(Form.DAY, component.getName())
                : Stream.of(component.getName());
    }

    @Test
    void everyActIsInAClassThatSaysSoAndHasADoor() {
        List<Class<?>> doing = declared(Doing.class);
        assertThat(doing).isNotEmpty();
        for (Class<?> type : doing) {
            assertThat(Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Does.class))
                            .toList())
                    .as(type.getName())
                    .isNotEmpty()
                    .allSatisfy(method -> assertThat(
                                    method.getAnnotation(Does.class).page()
                                            + method.getAnnotation(Does.class).api())
                            .as(method.getName())
                            .isNotEmpty());
        }
    }
}
