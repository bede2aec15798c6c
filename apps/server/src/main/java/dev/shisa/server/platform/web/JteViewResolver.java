package dev.shisa.server.platform.web;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** Renders {@code product/list} with the precompiled template {@code product/list.jte}. */
public final class JteViewResolver implements ViewResolver {

    private final TemplateEngine engine;

    public JteViewResolver(TemplateEngine engine) {
        this.engine = engine;
    }

    @Override
    public @Nullable View resolveViewName(String viewName, Locale locale) {
        return viewName.contains(":") ? null : new JteView(viewName + ".jte");
    }

    private final class JteView implements View {
        private final String template;

        JteView(String template) {
            this.template = template;
        }

        @Override
        public String getContentType() {
            return "text/html;charset=UTF-8";
        }

        @Override
        public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            Map<String, Object> params = new HashMap<>();
            if (model != null) {
                model.forEach((name, value) -> {
                    // Binding results are Spring's own; templates ask for their errors by name.
                    if (!name.contains(".")) {
                        params.put(name, value);
                    }
                });
            }
            // The whole page is rendered before the first byte leaves, so that a failing template becomes an error
            // page.
            Utf8ByteOutput output = new Utf8ByteOutput();
            engine.render(template, params, output);
            WholeAnswer.lies(request, output.getContentLength());
            response.setContentType(getContentType());
            response.setContentLength(output.getContentLength());
            output.writeTo(response.getOutputStream());
        }
    }
}
