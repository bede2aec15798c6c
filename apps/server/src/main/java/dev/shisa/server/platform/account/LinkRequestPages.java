package dev.shisa.server.platform.account;

import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.start.ServerIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** A new way in for somebody who works on cases, as whoever is to agree to it sees it. */
@Controller
class LinkRequestPages {

    static final String AT = "/account/new-ways/";

    private final LinkRequests requests;
    private final ServerIdentity server;

    LinkRequestPages(LinkRequests requests, ServerIdentity server) {
        this.requests = requests;
        this.server = server;
    }

    @GetMapping(AT + "{id}")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        LinkRequests.Asked asked = requests.require(id, person);
        return new ModelAndView("account/link-request")
                .addObject("whose", asked.whose().person())
                .addObject("by", asked.by().name())
                .addObject("at", asked.at())
                .addObject("until", asked.expiresAt());
    }

    @PostMapping(AT + "{id}")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView agree(@PathVariable UUID id, @AuthenticationPrincipal Person person, HttpServletRequest request) {
        Person whose = requests.require(id, person).whose().person();
        return new ModelAndView("account/person-link")
                .addObject("person", whose)
                .addObject("invited", false)
                .addObject("two", true)
                .addObject("link", PublicAddress.link(request, requests.agree(id, person)))
                .addObject("server", server);
    }

    @PostMapping(AT + "{id}/end")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView end(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        requests.end(id, person);
        return new ModelAndView("redirect:" + (person.can(Act.MANAGE_PEOPLE) ? "/settings/people/" + id : "/"));
    }
}
