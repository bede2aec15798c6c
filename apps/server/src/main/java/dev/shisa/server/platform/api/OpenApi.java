package dev.shisa.server.platform.api;

import static dev.shisa.server.platform.api.Schemas.ordered;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.ProblemPage;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The description of the API (OpenAPI 3.1), made from the handlers themselves: routes, parameters and records are what
 * the server really takes, so nothing described can be missing and nothing that is there can be left undescribed.
 */
@Component
class OpenApi {

    /** What any call may be answered: status and code. */
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    static final List<String> ALWAYS = List.of(
            "400 api.bad-request",
            "400 api.parameter",
            "400 api.parameter.unknown",
            "400 api.parameter.missing",
            "400 api.parameter.twice",
            "401 token.missing",
            "401 token.unknown",
            "401 token.expired",
            "401 token.revoked",
            "401 token.nothing-left",
            "403 api.denied",
            "403 organisation.limited",
            "404 api.not-found",
            "405 api.bad-request",
            "429 api.too-often",
            "429 too-often",
            "500 bug",
            "500 outage.damaged",
            "503 outage.busy",
            "503 outage.database",
            "503 outage.disk-refuses",
            "507 outage.disk-full");

    static final List<String> WITH_PAGING = List.of("400 api.limit", "400 api.cursor");

    static final List<String> WITH_BODY =
            List.of("400 api.json", "400 api.json.empty", "413 api.body.large", "415 api.media-type", "422 api.field");

    static final List<String> CHANGING =
            List.of("400 api.idempotency.key", "422 api.idempotency.other", "413 api.body.large", "415 api.media-type");

    static final List<String> WITH_VERSION = List.of("412 api.stale", "428 api.if-match");

    static final List<String> WITH_VALUES = List.of(
            "422 fact.wrong-type",
            "422 fact.not-a-choice",
            "422 fact.not-alone",
            "422 fact.not-together",
            "422 fact.says-nothing",
            "422 fact.below-min",
            "422 fact.above-max",
            "422 fact.item-missing",
            "422 fact.item-unexpected",
            "422 fact.not-an-item-code",
            "422 fact.detail-missing");

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ObjectProvider<MessagesOut> out;
    private final Messages messages;

    OpenApi(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings,
            ObjectProvider<MessagesOut> out,
            Messages messages) {
        this.mappings = mappings;
        this.out = out;
        this.messages = messages;
    }

    /** An operation and where it is. */
    record Described(String id, String method, String path, Act act, Operation operation, HandlerMethod handler) {

        String group() {
            return id.substring(0, id.indexOf('.'));
        }

        boolean reads() {
            return method.equals("GET");
        }

        boolean has(Class<?> parameter) {
            return Arrays.stream(handler.getMethod().getParameterTypes()).anyMatch(parameter::equals);
        }

        Stream<Parameter> body() {
            return Arrays.stream(handler.getMethod().getParameters())
                    .filter(p ->
                            p.isAnnotationPresent(Body.class) || p.getType().isAnnotationPresent(Sent.class));
        }

        /** What it answers. */
        Type answer() {
            Does does = handler.getMethodAnnotation(Does.class);
            Method method = handler.getMethod();
            return does != null && does.told() != Void.class
                    ? does.told()
                    : method.getGenericReturnType() instanceof ParameterizedType answer
                            ? answer.getActualTypeArguments()[0]
                            : method.getGenericReturnType();
        }

        /** Parameters that are parts of the address. */
        Stream<Parameter> parts() {
            return Arrays.stream(handler.getMethod().getParameters())
                    .filter(p -> p.isAnnotationPresent(PathVariable.class) || path.contains("{" + p.getName() + "}"));
        }

        /** Every failure, as status and code, in order. */
        List<String> fails() {
            TreeSet<String> all = new TreeSet<>(ALWAYS);
            all.addAll(Fails.of(operation.id()));
            if (has(Paging.class)) {
                all.addAll(WITH_PAGING);
            }
            if (body().findAny().isPresent()) {
                all.addAll(WITH_BODY);
            }
            if (has(IfMatch.class) || has(Seen.class)) {
                all.addAll(WITH_VERSION);
            }
            if (operation.takesValues()) {
                all.addAll(WITH_VALUES);
            }
            if (!reads()) {
                all.addAll(CHANGING);
            }
            return List.copyOf(all);
        }
    }

    /** All operations, by group, then by path. */
    List<Described> operations() {
        List<Described> all = new ArrayList<>();
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry :
                mappings.getObject().getHandlerMethods().entrySet()) {
            Operation operation = entry.getValue().getMethodAnnotation(Operation.class);
            Requires requires = entry.getValue().getMethodAnnotation(Requires.class);
            if (operation != null && requires != null) {
                entry.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith(ProblemPage.PROGRAMS))
                        .forEach(path -> entry.getKey()
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(method -> all.add(new Described(
                                        operation.id(),
                                        method.name(),
                                        path,
                                        requires.value(),
                                        operation,
                                        entry.getValue()))));
            }
        }
        all.sort(Comparator.comparing(Described::group)
                .thenComparing(Described::path)
                .thenComparing(Described::method));
        return all;
    }

    /** The whole document, its words in one language. */
    Map<String, Object> document(Locale locale) {
        Schemas schemas = new Schemas();
        schemas.of(ProblemBody.class);
        // What is taken has limits, also where the same is given.
        operations()
                .forEach(described -> described.body().forEach(body -> schemas.ofBody(body.getParameterizedType())));
        SortedMap<String, Map<String, Object>> paths = new TreeMap<>();
        for (Described described : operations()) {
            paths.computeIfAbsent(described.path(), path -> new TreeMap<>())
                    .put(described.method().toLowerCase(Locale.ROOT), operation(described, schemas, locale));
        }
        return ordered(
                "openapi",
                "3.1.1",
                "info",
                ordered(
                        "title",
                        messages.get(locale, "api.title"),
                        "version",
                        "1",
                        "description",
                        messages.get(locale, "api.about")),
                "servers",
                List.of(ordered("url", "/")),
                "security",
                List.of(ordered("token", List.of())),
                "tags",
                operations().stream()
                        .map(Described::group)
                        .distinct()
                        .map(group -> ordered("name", group, "description", messages.get(locale, "api.group." + group)))
                        .toList(),
                "paths",
                paths,
                "webhooks",
                webhooks(locale),
                "components",
                ordered(
                        "schemas",
                        schemas.named(),
                        "securitySchemes",
                        ordered(
                                "token",
                                ordered(
                                        "type",
                                        "http",
                                        "scheme",
                                        "bearer",
                                        "description",
                                        messages.get(locale, "api.token.about")))));
    }

    /** What is sent by itself, signed as Standard Webhooks 1.0 says. */
    private Map<String, Object> webhooks(Locale locale) {
        Map<String, Object> all = new LinkedHashMap<>();
        out.stream()
                .flatMap(sender -> sender.messages(locale).stream())
                .forEach(message -> all.put(message.id(), ordered("post", webhook(message, locale))));
        return all;
    }

    private Map<String, Object> webhook(MessagesOut.Message message, Locale locale) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("record", described(ordered("type", "string"), messages.get(locale, "api.webhook.record")));
        message.fields()
                .forEach(field -> values.put(field.name(), described(ordered("type", "string"), field.about())));
        return ordered(
                "summary",
                message.title(),
                "description",
                message.about(),
                "security",
                List.of(),
                "parameters",
                Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
                        .map(name -> parameter("header", name, true, ordered("type", "string"), locale))
                        .toList(),
                "requestBody",
                ordered(
                        "required",
                        true,
                        "content",
                        ordered(
                                "application/json",
                                ordered(
                                        "schema",
                                        closed(ordered(
                                                "type",
                                                ordered("type", "string", "const", message.id()),
                                                "timestamp",
                                                ordered("type", "string", "format", "date-time"),
                                                "data",
                                                closed(values)))))),
                "responses",
                ordered("2XX", ordered("description", messages.get(locale, "api.webhook.taken"))));
    }

    /** An object with all of these values and no other. */
    private static Map<String, Object> closed(Map<String, Object> values) {
        return ordered(
                "type",
                "object",
                "properties",
                values,
                "required",
                List.copyOf(values.keySet()),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> described(Map<String, Object> schema, String about) {
        schema.put("description", about);
        return schema;
    }

    /** A failure as every operation answers it (RFC 9457). */
    record ProblemBody(
            String type,
            String title,
            int status,
            String detail,
            String code,
            String request,
            @org.jspecify.annotations.Nullable List<FieldBody> errors) {}

    /** A place that cannot be taken, and why. */
    record FieldBody(String field, String detail) {}

    private Map<String, Object> operation(Described described, Schemas schemas, Locale locale) {
        Map<String, Object> body = ordered(
                "operationId",
                described.id(),
                "tags",
                List.of(described.group()),
                "summary",
                messages.get(locale, "api.op." + described.id()),
                "x-act",
                described.act().id());
        if (described.act().isOpen()) {
            body.put("security", List.of());
        }
        List<Object> parameters = parameters(described, schemas, locale);
        if (!parameters.isEmpty()) {
            body.put("parameters", parameters);
        }
        described
                .body()
                .findAny()
                .ifPresent(parameter -> body.put(
                        "requestBody",
                        ordered(
                                "required",
                                true,
                                "content",
                                ordered(
                                        "application/json",
                                        ordered("schema", schemas.ofBody(parameter.getParameterizedType()))))));
        if (described.operation().takesFile()) {
            body.put(
                    "requestBody",
                    ordered("required", true, "content", ordered("application/octet-stream", ordered())));
        }
        body.put("responses", responses(described, schemas, locale));
        return body;
    }

    private List<Object> parameters(Described described, Schemas schemas, Locale locale) {
        List<Object> all = new ArrayList<>();
        Set<String> own = described.parts().map(Parameter::getName).collect(Collectors.toSet());
        // What names a thing that the method itself takes (Named).
        PART.matcher(described.path())
                .results()
                .map(part -> part.group(1))
                .filter(name -> !own.contains(name))
                .forEach(name -> all.add(parameter("path", name, true, schemas.of(String.class), locale)));
        for (Parameter parameter : described.handler().getMethod().getParameters()) {
            RequestParam query = parameter.getAnnotation(RequestParam.class);
            if (described.parts().anyMatch(parameter::equals)) {
                all.add(parameter("path", parameter.getName(), true, schema(parameter, schemas), locale));
            } else if (query != null) {
                boolean required = query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                all.add(parameter("query", parameter.getName(), required, schema(parameter, schemas), locale));
            }
        }
        if (described.has(Paging.class)) {
            all.add(parameter(
                    "query",
                    "limit",
                    false,
                    ordered("type", "integer", "minimum", 1, "maximum", Paging.LIMIT_MAX, "default", Paging.LIMIT),
                    locale));
            all.add(parameter("query", "cursor", false, ordered("type", "string"), locale));
        }
        if (described.has(IfMatch.class) || described.has(Seen.class)) {
            all.add(parameter("header", "If-Match", true, ordered("type", "string"), locale));
        }
        if (!described.reads() && !described.operation().takesFile()) {
            all.add(parameter("header", "Idempotency-Key", false, ordered("type", "string", "maxLength", 200), locale));
        }
        return all;
    }

    private Map<String, Object> parameter(
            String in, String name, boolean required, Map<String, Object> schema, Locale locale) {
        Map<String, Object> parameter = ordered("name", name, "in", in, "required", required, "schema", schema);
        parameter.put("description", messages.get(locale, "api.param." + name.toLowerCase(Locale.ROOT)));
        return parameter;
    }

    private static Map<String, Object> schema(Parameter parameter, Schemas schemas) {
        return Schemas.words(parameter, schemas.of(parameter.getParameterizedType()));
    }

    private Map<String, Object> responses(Described described, Schemas schemas, Locale locale) {
        Map<String, Object> all = new LinkedHashMap<>();
        Operation operation = described.operation();
        Map<String, Object> content = operation.file().isEmpty()
                ? ordered("application/json", ordered("schema", schemas.of(described.answer())))
                : ordered(operation.file(), ordered());
        all.put(
                Integer.toString(operation.status()),
                ordered("description", messages.get(locale, "api.answer"), "content", content));
        Map<String, List<String>> byStatus = described.fails().stream()
                .collect(Collectors.groupingBy(
                        fail -> fail.substring(0, 3),
                        TreeMap::new,
                        Collectors.mapping(fail -> fail.substring(4), Collectors.toList())));
        byStatus.forEach((status, codes) -> all.put(
                status,
                ordered(
                        "description",
                        messages.get(locale, "api.failure"),
                        "content",
                        ordered(
                                "application/problem+json",
                                ordered(
                                        "schema",
                                        ordered(
                                                "$ref",
                                                "#/components/schemas/ProblemBody",
                                                "properties",
                                                ordered(
                                                        "type",
                                                        ordered(
                                                                "enum",
                                                                codes.stream()
                                                                        .map(code -> ProblemPage.HELP + code)
                                                                        .toList()),
                                                        "code",
                                                        ordered("enum", codes))))))));
        return all;
    }
}
