package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How handlers of the API take their parameters and give their answers. */
@Configuration(proxyBeanMethods = false)
class ApiWeb implements WebMvcConfigurer {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    static final String FILE = "application/octet-stream";

    private final List<ReplayGuard> guards;

    ApiWeb(List<ReplayGuard> guards) {
        this.guards = guards;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Parameters());
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new Answers());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // After it is known who asks and whether they may.
        registry.addInterceptor(new KnownParameters()).order(1);
        registry.addInterceptor(new Replays(guards)).order(2);
    }

    private static final class Parameters implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.hasParameterAnnotation(Body.class)
                    || parameter.getParameterType() == Paging.class
                    || parameter.getParameterType() == IfMatch.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders)
                throws IOException {
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            if (parameter.getParameterType() == Paging.class) {
                return Paging.of(
                        Objects.requireNonNullElse(request.getParameter(LIMIT), Integer.toString(Paging.LIMIT)),
                        Objects.requireNonNullElse(request.getParameter(CURSOR), ""));
            }
            if (parameter.getParameterType() == IfMatch.class) {
                return IfMatch.of(request.getHeader("If-Match"));
            }
            return ApiCalls.read(request, parameter.getParameterType());
        }
    }

    private static final class Answers implements HandlerMethodReturnValueHandler {

        @Override
        public boolean supportsReturnType(MethodParameter type) {
            return type.getParameterType() == Answer.class;
        }

        @Override
        public void handleReturnValue(
                @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest web)
                throws IOException {
            container.setRequestHandled(true);
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
            ApiCalls.send((Answer<?>) Objects.requireNonNull(value), type, request, response);
        }
    }

    /**
     * Refuses a parameter that the operation does not have, since a filter with a slip of the pen must not find everything, a call
     * without one that it needs, and a
     * body that is not the file that it takes.
     */
    private static final class KnownParameters implements HandlerInterceptor {

        private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (handler instanceof HandlerMethod method
                    && method.hasMethodAnnotation(Operation.class)
                    && ProblemPage.isForPrograms(request)) {
                Set<String> names = known.computeIfAbsent(method, KnownParameters::names);
                for (Map.Entry<String, String[]> sent :
                        request.getParameterMap().entrySet()) {
                    if (!names.contains(sent.getKey())) {
                        throw new Problem(400, "api.parameter.unknown", cut(sent.getKey()));
                    }
                    if (sent.getValue().length > 1) {
                        throw new Problem(400, "api.parameter.twice", sent.getKey());
                    }
                }
                for (MethodParameter parameter : method.getMethodParameters()) {
                    OneOf words = parameter.getParameterAnnotation(OneOf.class);
                    String name = String.valueOf(parameter.getParameter().getName());
                    String value = request.getParameter(name);
                    if (words != null
                            && value != null
                            && !Arrays.asList(words.value()).contains(value)) {
                        throw new Problem(400, "api.parameter", name, String.join(", ", words.value()));
                    }
                }
                String type = String.valueOf(request.getContentType());
                if (takesFile(method) && !type.startsWith(FILE)) {
                    throw new Problem(415, "api.media-type", type);
                }
                Arrays.stream(method.getMethodParameters())
                        .filter(KnownParameters::isNeeded)
                        .map(parameter -> parameter.getParameter().getName())
                        .filter(name -> request.getParameter(name) == null)
                        .findFirst()
                        .ifPresent(name -> {
                            throw new Problem(400, "api.parameter.missing", name);
                        });
            }
            return true;
        }

        private static boolean isNeeded(MethodParameter parameter) {
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            return asked != null && asked.required() && asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        }

        private static boolean takesFile(HandlerMethod method) {
            Operation operation = method.getMethodAnnotation(Operation.class);
            return operation != null && operation.takesFile();
        }

        private static String cut(String name) {
            return name.substring(0, Math.min(name.length(), 50));
        }

        private static Set<String> names(HandlerMethod method) {
            Set<String> names = Arrays.stream(method.getMethodParameters())
                    .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                    .map(parameter -> parameter.getParameter().getName())
                    .collect(Collectors.toSet());
            if (Arrays.stream(method.getMethodParameters()).anyMatch(p -> p.getParameterType() == Paging.class)) {
                names.add(LIMIT);
                names.add(CURSOR);
            }
            return names;
        }
    }
}
