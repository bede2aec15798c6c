package dev.shisa.server.docs;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.shisa.server.platform.admin.AdminCommand;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.SignalledWorker;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What one package of the server is in its code: the tables that it owns, the events that it tells and hears, the doors by which it is
 * reached. Packages below it belong to it.
 */
public final class CodeOfPackage {

    static final Path SOURCES = Path.of("src/main/java/dev/shisa/server");

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final String ROOT = "dev.shisa.server.";
    private static final String API = "/api/v1";

    /** Places where several capabilities have pages: the word behind tells whose it is. */
    private static final Set<String> SHARED =
            Set.of("products", "series", "organisation", "settings", "account", "field", "public", "vulnerabilities");

    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (\\w+)");
    private static final Pattern DROPPED = Pattern.compile("DROP TABLE (\\w+)");
    private static final Pattern TOLD = Pattern.compile("publishEvent\\(\\s*new (\\w+)\\(");

    private final String name;
    private final List<JavaClass> classes;

    /** @param name as {@code inquiry} or {@code platform.jobs} */
    CodeOfPackage(String name, JavaClasses all) {
        this.name = name;
        String whole = ROOT + name;
        this.classes = all.stream()
                .filter(one -> one.getPackageName().equals(whole)
                        || (one.getPackageName().startsWith(whole + ".") && !name.equals("platform")))
                .toList();
    }

    /** Tables by the capability whose migration makes them; a migration names its capability in its file name. */
    public static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        Set<String> gone = new TreeSet<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            String capability = String.valueOf(file.getFileName()).replaceFirst("^V\\d+__([a-z]+)_.*", "$1");
            String sql = read(file);
            found(CREATED, sql).forEach(table -> owners.put(table, capability));
            gone.addAll(found(DROPPED, sql));
        }
        owners.keySet().removeAll(gone);
        return owners;
    }

    Set<String> told() {
        Set<String> told = new TreeSet<>();
        sources().forEach(file -> told.addAll(found(TOLD, read(file))));
        return told;
    }

    /** Our own events; what the framework tells of its life is nobody's business. */
    Set<String> heard() {
        return methods()
                .filter(method -> method.isAnnotatedWith(EventListener.class))
                .flatMap(method -> method.getRawParameterTypes().stream())
                .filter(event -> event.getPackageName().startsWith("dev.shisa."))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> pages() {
        return routes().filter(route -> !route.startsWith(API))
                .map(CodeOfPackage::door)
                .collect(sorted());
    }

    Set<String> api() {
        return routes().filter(route -> route.startsWith(API))
                .map(route -> route.equals(API) ? "/" : door(route.substring(API.length())))
                .collect(sorted());
    }

    /** Whatever runs by the clock, on a signal or on a thread of its own. */
    Set<String> jobs() {
        return outermost(one -> !one.isEquivalentTo(Background.class)
                && !one.isEquivalentTo(SignalledWorker.class)
                && (one.isAssignableTo(SignalledWorker.class)
                        || one.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Scheduled.class))
                        || one.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Background.class)
                                        && Set.of("start", "startLight", "timer", "pool", "threadEach")
                                                .contains(call.getName()))));
    }

    Set<String> filters() {
        return outermost(one -> one.isAssignableTo(Filter.class) && !one.isInterface());
    }

    Set<String> commands() {
        return outermost(one -> one.isAssignableTo(AdminCommand.class) && !one.isInterface());
    }

    /** Engines that it uses, by the names of their modules. */
    Set<String> engines() {
        return classes.stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .map(use -> use.getTargetClass().getPackageName())
                .filter(used ->
                        used.startsWith("dev.shisa.") && !used.startsWith(ROOT) && !used.equals("dev.shisa.server"))
                .map(used -> used.split("\\.", -1)[2])
                .collect(sorted());
    }

    private Stream<String> routes() {
        return methods()
                .flatMap(method -> method.getAnnotations().stream()
                        .filter(annotation -> annotation.getRawType().isEquivalentTo(RequestMapping.class)
                                || annotation.getRawType().isMetaAnnotatedWith(RequestMapping.class))
                        .flatMap(annotation ->
                                paths(annotation).flatMap(path -> before(method).map(start -> start + path))));
    }

    private static Stream<String> before(JavaMethod method) {
        List<String> starts = method.getOwner().tryGetAnnotationOfType(RequestMapping.class).stream()
                .flatMap(mapping -> Arrays.stream(mapping.value().length > 0 ? mapping.value() : mapping.path()))
                .toList();
        return starts.isEmpty() ? Stream.of("") : starts.stream();
    }

    /** A class file has either of the two names; that they are one is the framework's. */
    private static Stream<String> paths(JavaAnnotation<?> mapping) {
        List<String> paths = Stream.of("value", "path")
                .flatMap(key -> mapping.tryGetExplicitlyDeclaredProperty(key).stream())
                .flatMap(value -> Arrays.stream((Object[]) value))
                .map(String::valueOf)
                .toList();
        return paths.isEmpty() ? Stream.of("") : paths.stream();
    }

    /** The part of a route that tells whose it is: its first word, and where several share that, the word behind the thing. */
    private static String door(String route) {
        String plain = route.replaceFirst("\\.\\{format}$", "");
        List<String> parts = Arrays.stream(plain.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            return "/";
        }
        StringBuilder door = new StringBuilder();
        int words = SHARED.contains(parts.getFirst()) ? 2 : 1;
        String values = "";
        for (String part : parts) {
            if (part.startsWith("{")) {
                values = "/" + (door.toString().endsWith("releases") ? "{release}" : part);
                words += door.toString().endsWith("releases") ? 1 : 0;
            } else if (words > 0) {
                door.append(values).append('/').append(part);
                values = "";
                words--;
            }
        }
        return door.toString();
    }

    private Stream<JavaMethod> methods() {
        return classes.stream().flatMap(one -> one.getMethods().stream());
    }

    private Set<String> outermost(Predicate<JavaClass> which) {
        return classes.stream()
                .filter(which)
                .map(one -> one.getName()
                        .substring(one.getPackageName().length() + 1)
                        .replaceFirst("\\$.*", ""))
                .collect(sorted());
    }

    private Collection<Path> sources() {
        Path folder = SOURCES.resolve(name.replace('.', '/'));
        return files(folder, ".java").stream()
                .filter(file -> !name.equals("platform") || folder.equals(file.getParent()))
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(sorted());
    }

    private static Collector<String, ?, Set<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }

    private static List<Path> files(Path below, String end) {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
