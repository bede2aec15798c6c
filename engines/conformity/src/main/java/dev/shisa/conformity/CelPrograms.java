package dev.shisa.conformity;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CEL programs of predicates, each compiled at its first use: the library takes a second to start. Beside what CEL brings
 * they know {@code mentions(text, part)}: whether the part, or one of a list, stands in the text, in letters of any case and width
 * and with any signs between its words. A blank before or behind the part means that no Latin letter and no digit is there: {@code ' rdp '} is not in
 * {@code wordpress}.
 */
final class CelPrograms {

    private static final String MENTIONS = "mentions";
    private static final String MENTIONS_TEXT = "mentions_string_string";
    private static final String MENTIONS_ONE = "mentions_string_list";

    private record Source(Value.Type reads, String text) {}

    /** A predicate is asked of few values many times: those of its choices. */
    private static final int ANSWERS_MAX = 1_000;

    /** @param answers what it says of values, where it names nothing else */
    private record Compiled(CelRuntime.Program program, Map<Value, Boolean> answers) {}

    private final Map<Source, Compiled> programs = new ConcurrentHashMap<>();
    private final Map<Value.Type, CelCompiler> compilers = new ConcurrentHashMap<>();
    private @Nullable CelRuntime runtime;

    /**
     * Whether the value satisfies the predicate.
     *
     * @param parameters values for at least the parameters that it names
     * @param item what {@code item} means in it, if it names it
     * @param name likewise
     */
    boolean holds(Predicate predicate, Value value, Map<String, Value> parameters, String item, String name) {
        Compiled compiled = program(predicate);
        boolean ofValueAlone = predicate.parameters().isEmpty() && !predicate.readsItem() && !predicate.readsName();
        Boolean known = ofValueAlone ? compiled.answers().get(value) : null;
        if (known != null) {
            return known;
        }
        boolean answer = eval(compiled.program(), predicate, value, parameters, item, name);
        if (ofValueAlone && compiled.answers().size() < ANSWERS_MAX) {
            compiled.answers().put(value, answer);
        }
        return answer;
    }

    private static boolean eval(
            CelRuntime.Program program,
            Predicate predicate,
            Value value,
            Map<String, Value> parameters,
            String item,
            String name) {
        Map<String, Object> params = new HashMap<>();
        parameters.forEach((id, parameter) -> params.put(id, plain(parameter)));
        try {
            return (Boolean) program.eval(Map.of("value", plain(value), "params", params, "item", item, "name", name));
        } catch (CelEvaluationException e) {
            throw new ConformityException("the predicate " + predicate.source() + " cannot be decided", e);
        }
    }

    /** Compiles it now, so that what the library refuses is found early. */
    void compile(Predicate predicate) {
        program(predicate);
    }

    private Compiled program(Predicate predicate) {
        return programs.computeIfAbsent(
                new Source(predicate.reads(), predicate.source()),
                source -> new Compiled(compile(source), new ConcurrentHashMap<>()));
    }

    private CelRuntime.Program compile(Source source) {
        try {
            return runtime()
                    .createProgram(compilers
                            .computeIfAbsent(source.reads(), CelPrograms::compiler)
                            .compile(source.text())
                            .getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new ConformityException("CEL refuses the predicate " + source.text() + ": " + e.getMessage(), e);
        }
    }

    private static CelCompiler compiler(Value.Type reads) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("value", type(reads))
                .addVar("params", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("item", SimpleType.STRING)
                .addVar("name", SimpleType.STRING)
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        MENTIONS,
                        CelOverloadDecl.newGlobalOverload(
                                MENTIONS_TEXT, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
                        CelOverloadDecl.newGlobalOverload(
                                MENTIONS_ONE, SimpleType.BOOL, SimpleType.STRING, ListType.create(SimpleType.STRING))))
                .setResultType(SimpleType.BOOL)
                .build();
    }

    /** One for all programs: each holds all the functions that CEL brings. */
    private synchronized CelRuntime runtime() {
        if (runtime == null) {
            runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                    .addFunctionBindings(CelFunctionBinding.fromOverloads(
                            MENTIONS,
                            CelFunctionBinding.from(MENTIONS_TEXT, String.class, String.class, CelPrograms::mentions),
                            CelFunctionBinding.from(
                                    MENTIONS_ONE,
                                    String.class,
                                    List.class,
                                    (text, parts) -> ((List<?>) parts)
                                            .stream().anyMatch(part -> mentions(text, String.valueOf(part))))))
                    .build();
        }
        return runtime;
    }

    private static boolean mentions(String text, String part) {
        String sought = plain(part);
        String words = Arrays.stream(sought.strip().split(" +"))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^\\p{L}\\p{N}]+"));
        return Pattern.compile((sought.startsWith(" ") ? "(?<![a-z0-9])" : "")
                        + words
                        + (sought.endsWith(" ") ? "(?![a-z0-9])" : ""))
                .matcher(plain(text))
                .find();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static CelType type(Value.Type type) {
        return switch (type) {
            case FLAG -> SimpleType.BOOL;
            case WHOLE -> SimpleType.INT;
            case WORD, DAY -> SimpleType.STRING;
            case WORDS -> ListType.create(SimpleType.STRING);
        };
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Flag(boolean flag) -> flag;
            case Value.Whole(long whole) -> whole;
            case Value.Word(String word) -> word;
            case Value.Day(LocalDate day) -> day.toString();
            case Value.Words(SortedSet<String> words) -> List.copyOf(words);
        };
    }
}
