package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.Named;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.ApiCalls;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.web.ProblemPage;
import dev.shisa.server.platform.web.Typed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.multipart.MultipartRequest;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** The two doors of every act ({@link Does}): its page and its operation of the API lead to the same method. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ActDoors implements SmartInitializingSingleton, WebMvcConfigurer {

    /** Attribute of a request: what was made and is shown once. */
    private static final String MADE = "made";

    private final ListableBeanFactory beans;
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ObjectProvider<RequestMappingHandlerAdapter> adapters;
    private final ObjectProvider<Told> told;
    private final ObjectProvider<ProblemPage> problems;
    private final ObjectProvider<Named<?>> named;

    ActDoors(
            ListableBeanFactory beans,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings,
            ObjectProvider<RequestMappingHandlerAdapter> adapters,
            ObjectProvider<Told> told,
            ObjectProvider<ProblemPage> problems,
            ObjectProvider<Named<?>> named) {
        this.beans = beans;
        this.mappings = mappings;
        this.adapters = adapters;
        this.told = told;
        this.problems = problems;
        this.named = named;
    }

    @Override
    public void afterSingletonsInstantiated() {
        RequestMappingHandlerMapping mapping = mappings.getObject();
        for (String bean : beans.getBeanNamesForAnnotation(Doing.class)) {
            Class<?> type = ClassUtils.getUserClass(Objects.requireNonNull(beans.getType(bean)));
            for (Method method : type.getDeclaredMethods()) {
                Does does = method.getAnnotation(Does.class);
                if (does == null) {
                    continue;
                }
                if (!does.page().isEmpty()) {
                    register(mapping, bean, method, RequestMethod.POST, does.page());
                }
                if (!does.api().isEmpty()) {
                    String[] parts = does.api().split(" ", 2);
                    register(mapping, bean, method, RequestMethod.valueOf(parts[0]), parts[1]);
                }
            }
        }
    }

    private static void register(
            RequestMappingHandlerMapping mapping, String bean, Method method, RequestMethod verb, String path) {
        mapping.registerMapping(
                RequestMappingInfo.paths(path)
                        .methods(verb)
                        .options(mapping.getBuilderConfiguration())
                        .build(),
                bean,
                method);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Parameters());
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new Results());
    }

    private static Door door(HttpServletRequest request) {
        return ProblemPage.isForPrograms(request) ? Door.API : Door.PAGE;
    }

    /** What stands in the address in the place of a part in braces. */
    private static Map<String, String> parts(HttpServletRequest request) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> found) {
            found.forEach((name, value) -> parts.put(String.valueOf(name), String.valueOf(value)));
        }
        return parts;
    }

    /** Parameters of acts, and the forms of pages. */
    private final class Parameters implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Form.class || parameter.hasMethodAnnotation(Does.class);
        }

        @Override
        public @Nullable Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders)
                throws IOException {
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            Class<?> type = parameter.getParameterType();
            if (type == Form.class) {
                return form(parameter, request);
            }
            if (type == Person.class) {
                return ActInterceptor.signedIn();
            }
            if (type == Door.class) {
                return door(request);
            }
            if (type == HttpServletRequest.class) {
                return request;
            }
            if (type == Seen.class) {
                return ProblemPage.isForPrograms(request) ? IfMatch.of(request.getHeader("If-Match")) : typed(request);
            }
            if (type.isAnnotationPresent(Sent.class)) {
                Class<? extends Record> sent = type.asSubclass(Record.class);
                if (ProblemPage.isForPrograms(request)) {
                    return FormReader.tidy(ApiCalls.read(request, sent));
                }
                MultipartRequest parts = web.getNativeRequest(MultipartRequest.class);
                return FormReader.read(sent, request.getParameterMap(), parts == null ? Map.of() : parts.getFileMap());
            }
            Optional<Named<?>> finder =
                    named.stream().filter(one -> one.thing() == type).findFirst();
            if (finder.isPresent()) {
                String name = parts(request).get(finder.get().part(door(request)));
                return finder.get()
                        .named(
                                Objects.requireNonNull(name, parameter.toString()),
                                Objects.requireNonNull(ActInterceptor.signedIn()));
            }
            String name = parameter.getParameter().getName();
            String part = ProblemPage.isForPrograms(request) || parts(request).containsKey(name)
                    ? parts(request).get(name)
                    : Objects.requireNonNullElse(request.getParameter(name), "");
            return type == UUID.class
                    ? id(part, request)
                    : type == int.class ? number(part, request) : Objects.requireNonNull(part, parameter.toString());
        }

        private static UUID id(@Nullable String part, HttpServletRequest request) {
            return Typed.id(String.valueOf(part)).orElseThrow(() -> nothing(request));
        }

        private static int number(@Nullable String part, HttpServletRequest request) {
            if (part == null || !part.matches("[0-9]{1,9}")) {
                throw nothing(request);
            }
            return Integer.parseInt(part);
        }

        private static Problem nothing(HttpServletRequest request) {
            return new Problem(404, ProblemPage.isForPrograms(request) ? "api.not-found" : "not-found");
        }

        /** The version that the page showed; a page is told in another way than a program that it is too old. */
        private static Seen typed(HttpServletRequest request) {
            String version = String.valueOf(request.getParameter("version"));
            int seen = version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
            return new Seen() {
                @Override
                public int require(int present) {
                    if (!is(present)) {
                        throw new Problem(409, "changed-meanwhile", "");
                    }
                    return seen;
                }

                @Override
                public boolean is(int present) {
                    return seen == present;
                }
            };
        }

        private static Form<?> form(MethodParameter parameter, HttpServletRequest request) {
            Class<? extends Record> of = ((Class<?>)
                            ((ParameterizedType) parameter.getGenericParameterType()).getActualTypeArguments()[0])
                    .asSubclass(Record.class);
            return request.getAttribute(Form.FAILED) instanceof Form<?> failed && failed.type() == of
                    ? failed
                    : Form.of(of);
        }
    }

    /** What an act has made: a program is told, a reader is led on. */
    private final class Results implements HandlerMethodReturnValueHandler {

        @Override
        public boolean supportsReturnType(MethodParameter type) {
            return type.hasMethodAnnotation(Does.class);
        }

        @Override
        public void handleReturnValue(
                @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest web)
                throws Exception {
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
            Does does = Objects.requireNonNull(type.getMethodAnnotation(Does.class));
            Answer<?> answer = value instanceof Answer<?> given ? given : Answer.of(Objects.requireNonNull(value));
            Record made = (Record) answer.body();
            if (ProblemPage.isForPrograms(request)) {
                container.setRequestHandled(true);
                ApiCalls.send(
                        does.told() == Void.class
                                ? answer
                                : answer.with(told.getObject().as(does.told().asSubclass(Record.class), made)),
                        type,
                        request,
                        response);
                return;
            }
            if (does.shown()) {
                request.setAttribute(MADE, made);
                HttpServletRequest look = looking(on(does), request);
                ModelAndView page = Objects.requireNonNull(look(look, page(look), response));
                container.setViewName(page.getViewName());
                container.addAllAttributes(page.getModel());
                return;
            }
            String to = does.then().isEmpty() ? on(does) : does.then();
            container.setViewName(
                    "redirect:" + filled(to + (does.done().isEmpty() ? "" : "?done=" + does.done()), made, request));
        }
    }

    private static String on(Does does) {
        return does.on().isEmpty() ? does.page() : does.on();
    }

    /** An address with its parts filled in: from the present one, or from what was made. */
    private static String filled(String path, @Nullable Record made, HttpServletRequest request) {
        Map<String, String> parts = parts(request);
        if (made != null) {
            for (RecordComponent component : made.getClass().getRecordComponents()) {
                String value = String.valueOf(Components.get(made, component));
                parts.putIfAbsent(component.getName(), value);
                parts.put(component.getName() + ":lower", value.toLowerCase(Locale.ROOT));
            }
        }
        String filled = path;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            filled = filled.replace(
                    "{" + part.getKey() + "}", URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8));
        }
        return filled;
    }

    /** Shows the form again, with what was typed and what is wrong with it. */
    @ExceptionHandler(Wrongs.WrongFields.class)
    @Nullable
    ModelAndView again(
            Wrongs.WrongFields wrong, HandlerMethod act, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        Does does = act.getMethodAnnotation(Does.class);
        if (ProblemPage.isForPrograms(request) || does == null) {
            problems.getObject().send(wrong, request, response);
            return null;
        }
        Class<?> sent = Arrays.stream(act.getMethod().getParameterTypes())
                .filter(type -> type.isAnnotationPresent(Sent.class))
                .findFirst()
                .orElseThrow();
        request.setAttribute(
                Form.FAILED, Form.failed(sent.asSubclass(Record.class), Map.copyOf(request.getParameterMap()), wrong));
        HttpServletRequest look = looking(on(does), request);
        HandlerMethod page = page(look);
        if (!shows(page, sent)) {
            problems.getObject().send(wrong, request, response);
            return null;
        }
        response.setStatus(wrong.status());
        return look(look, page, response);
    }

    /** The request as one that looks at another page instead. */
    private static HttpServletRequest looking(String path, HttpServletRequest request) {
        HttpServletRequest look = new Looking(request, filled(path, null, request));
        ServletRequestPathUtils.parseAndCache(look);
        return look;
    }

    private HandlerMethod page(HttpServletRequest look) throws Exception {
        HandlerExecutionChain chain =
                Objects.requireNonNull(mappings.getObject().getHandler(look), "the page of an act is there");
        return (HandlerMethod) chain.getHandler();
    }

    private @Nullable ModelAndView look(HttpServletRequest look, HandlerMethod page, HttpServletResponse response)
            throws Exception {
        new ActInterceptor().preHandle(look, response, page);
        return adapters.getObject().handle(look, response, page);
    }

    /** Whether a page has the form of what was sent; where it has not, the problem has a page of its own. */
    private static boolean shows(HandlerMethod page, Class<?> sent) {
        return Arrays.stream(page.getMethod().getGenericParameterTypes())
                .anyMatch(type -> type instanceof ParameterizedType form
                        && form.getRawType() == Form.class
                        && form.getActualTypeArguments()[0] == sent);
    }

    /** The same request as one that only looks at a page. */
    private static final class Looking extends HttpServletRequestWrapper {

        private final String path;

        Looking(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        @Override
        public @Nullable String getParameter(String name) {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return null;
        }
    }
}
