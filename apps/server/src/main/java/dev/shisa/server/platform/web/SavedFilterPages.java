package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Naming the filter of a list, and looking after those that one has named. */
@Controller
class SavedFilterPages {

    private final SavedFilters filters;

    SavedFilterPages(SavedFilters filters) {
        this.filters = filters;
    }

    @GetMapping("/filters")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView list(@AuthenticationPrincipal Person person, @RequestParam(defaultValue = "") String done) {
        return new ModelAndView("part/saved-filters")
                .addObject("saved", filters.of(person))
                .addObject("done", done.equals("1"));
    }

    /** @param of the address of the list as the reader sees it */
    @PostMapping("/filters")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView save(
            @RequestParam(defaultValue = "") String of,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String shared,
            @AuthenticationPrincipal Person person) {
        String[] address = of.split("\\?", 2);
        filters.save(address[0], address.length == 2 ? address[1] : "", name.strip(), shared.equals("1"), person);
        return new ModelAndView("redirect:" + LocalPath.orHome(of));
    }

    @PostMapping("/filters/{id}")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView change(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String shared,
            @AuthenticationPrincipal Person person) {
        filters.change(id, name.strip(), shared.equals("1"), person);
        return new ModelAndView("redirect:/filters?done=1");
    }

    @PostMapping("/filters/{id}/remove")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView remove(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        filters.remove(id, person);
        return new ModelAndView("redirect:/filters?done=1");
    }
}
