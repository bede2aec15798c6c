package dev.shisa.server.catalogue;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What the guides leave open: all values of one guide, or the one that an answer is just held against; entered from the
 * edition of the evaluation guide that the maker follows.
 */
@Controller
class ParameterController {

    /** Where a round of questions, or a board, goes on; nothing else is gone back to. */
    private static final Pattern BACK = Pattern.compile(
            "/(products/[A-Za-z0-9._%-]{1,100}|organisation)/(questions|conformity|guides)[/?&=A-Za-z0-9._%+-]{0,8000}+");

    private final Catalogues catalogues;
    private final ParameterForms forms;

    ParameterController(Catalogues catalogues, ParameterForms forms) {
        this.catalogues = catalogues;
        this.forms = forms;
    }

    /** @param guide whose values are shown; empty: those of JC-STAR ★1 */
    @GetMapping("/parameters")
    @Requires(Act.VIEW)
    String show(
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(required = false) @Nullable String saved,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        return page(guide, ui, model, Map.of(), saved != null);
    }

    @PostMapping("/parameters")
    @Requires(Act.SET_PARAMETERS)
    String save(
            @RequestParam(defaultValue = "") String guide,
            @RequestParam MultiValueMap<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model,
            HttpServletResponse response) {
        Map<String, ParameterStore.Row> before = forms.rows();
        Map<String, ParameterForms.Typed> wrong = new LinkedHashMap<>();
        List<String> saved = new ArrayList<>();
        List<String> ids = new ArrayList<>(catalogues.current().frameworks().stream()
                .flatMap(f -> f.parameters().stream())
                .map(ParameterDefinition::id)
                .toList());
        ids.add(ParameterStore.GUIDE_EDITION);
        for (String id : ids) {
            ParameterForms.Typed typed = forms.read(id, form, before, ui).orElse(null);
            if (typed != null && typed.error() == null) {
                forms.save(id, typed, person);
                saved.add(id);
            } else if (typed != null) {
                wrong.put(id, typed);
            }
        }
        if (wrong.isEmpty()) {
            return "redirect:/parameters?saved=1"
                    + (catalogues.current().framework(guide).isPresent() ? "&guide=" + guide : "")
                    + (saved.size() == 1 ? "#value-" + saved.getFirst() : "");
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(guide, ui, model, wrong, false);
    }

    /** One value, where it is first needed. */
    @GetMapping("/parameters/{id}")
    @Requires(Act.SET_PARAMETERS)
    String one(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String back,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        return one(id, back, null, ui, model);
    }

    @PostMapping("/parameters/{id}")
    @Requires(Act.SET_PARAMETERS)
    String saveOne(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String back,
            @RequestParam MultiValueMap<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model,
            HttpServletResponse response) {
        Framework guide = guideOf(id);
        ParameterForms.Typed typed = forms.read(id, form, forms.rows(), ui).orElse(null);
        if (typed != null && typed.error() != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return one(id, back, typed, ui, model);
        }
        if (typed != null) {
            forms.save(id, typed, person);
        }
        return "redirect:"
                + (BACK.matcher(back).matches() ? back : "/parameters?saved=1&guide=" + guide.id() + "#value-" + id);
    }

    private String one(String id, String back, ParameterForms.@Nullable Typed typed, Ui ui, Model model) {
        Framework guide = guideOf(id);
        ParameterDefinition definition = catalogues.current().parameter(id).orElseThrow();
        model.addAttribute("field", forms.field(guide, definition, forms.rows().get(id), typed, ui));
        model.addAttribute("back", BACK.matcher(back).matches() ? back : "");
        return "catalogue/parameter-one";
    }

    private Framework guideOf(String id) {
        return catalogues.current().frameworks().stream()
                .filter(f -> f.parameters().stream().anyMatch(p -> p.id().equals(id)))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "parameter.unknown", id));
    }

    private String page(String guide, Ui ui, Model model, Map<String, ParameterForms.Typed> typed, boolean saved) {
        Map<String, ParameterStore.Row> rows = forms.rows();
        Framework shown = catalogues.current().frameworks().stream()
                .filter(f -> !f.parameters().isEmpty())
                .filter(f -> f.id().equals(guide.isEmpty() ? ParameterForms.STAR1 : guide))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "framework.unknown", guide));
        ParameterStore.Row edition = rows.get(ParameterStore.GUIDE_EDITION);
        ParameterForms.Typed typedEdition = typed.get(ParameterStore.GUIDE_EDITION);
        model.addAttribute(
                "fields",
                shown.parameters().stream()
                        .map(p -> forms.field(shown, p, rows.get(p.id()), typed.get(p.id()), ui))
                        .toList());
        List<ParameterField.Count> counts = forms.counts(ui);
        model.addAttribute(
                "count",
                counts.stream()
                        .filter(count -> count.guide().equals(shown.id()))
                        .findFirst()
                        .orElseThrow());
        model.addAttribute(
                "others",
                counts.stream()
                        .filter(count -> !count.guide().equals(shown.id()))
                        .toList());
        model.addAttribute(
                "edition",
                typedEdition != null
                        ? String.join("", typedEdition.values())
                        : edition == null || edition.value() == null ? "" : edition.value());
        model.addAttribute("editionVersion", edition == null ? 0 : edition.version());
        model.addAttribute(
                "problems", catalogues.problems().stream().map(Object::toString).toList());
        model.addAttribute("saved", saved);
        return "catalogue/parameters";
    }
}
