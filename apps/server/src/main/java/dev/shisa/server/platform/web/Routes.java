package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Spring asks each route with a part in braces whether it is the one of a request, and there are a thousand: those that do not begin
 * like the address are not asked.
 */
final class Routes extends RequestMappingHandlerMapping {

    /** The address that is looked up, once for all routes; empty if one that is written in another way may be the same. */
    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    /** What catches the rest of an address, behind a slash, also stands for none. */
    private static final Pattern WILD = Pattern.compile("/?[{*?]");

    /** One part of an address, whatever it is: most routes go on behind the code of a product. */
    private static final Pattern ONE_PART = Pattern.compile("/\\{\\w+}(?=/)");

    private static final Beginning ANY = new Beginning("", "");

    private final Map<RequestMappingInfo, Beginning> beginnings = new ConcurrentHashMap<>();

    /**
     * What every address of a route begins with.
     *
     * @param first its beginning
     * @param behind how it goes on behind one more part; empty: in any way
     */
    private record Beginning(String first, String behind) {

        static Beginning of(String pattern) {
            String[] parts = ONE_PART.split(pattern, 2);
            String first = WILD.split(parts[0], 2)[0];
            return first.equals(parts[0]) && parts.length == 2
                    ? new Beginning(first + '/', WILD.split(parts[1], 2)[0])
                    : new Beginning(first, "");
        }

        boolean isOf(String address) {
            return address.startsWith(first)
                    && (behind.isEmpty() || address.startsWith(behind, address.indexOf('/', first.length())));
        }
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        boolean isPlain = path.indexOf('%') < 0 && path.indexOf(';') < 0;
        return ScopedValue.where(ADDRESS, isPlain ? path : "").call(() -> super.lookupHandlerMethod(path, request));
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
        String address = ADDRESS.orElse("");
        return address.isEmpty() || beginning(info).isOf(address) ? super.getMatchingMapping(info, request) : null;
    }

    private Beginning beginning(RequestMappingInfo info) {
        Beginning known = beginnings.get(info);
        if (known == null) {
            Set<String> patterns = info.getPatternValues();
            known = patterns.size() == 1 ? Beginning.of(patterns.iterator().next()) : ANY;
            beginnings.put(info, known);
        }
        return known;
    }
}
