package dev.shisa.server.platform.start;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** Why the browser warns, how to tell that this is the right server, and how to make the warning go away. */
@Controller
class CertificatePages {

    private final ServerIdentity server;

    CertificatePages(ServerIdentity server) {
        this.server = server;
    }

    @GetMapping("/certificate")
    @Requires(Act.OPEN)
    ModelAndView show(@ModelAttribute("ui") Ui ui) {
        return new ModelAndView(ui.signedIn() ? "certificate/settings" : "certificate/open")
                .addObject("server", server);
    }

    @GetMapping(path = "/certificate/shisa-ca.pem", produces = "application/x-pem-file")
    @Requires(Act.OPEN)
    ResponseEntity<byte[]> pem() {
        return file(server.authorityPem().orElseThrow(() -> new Problem(404, "not-found")), "shisa-ca.pem");
    }

    @GetMapping(path = "/certificate/shisa-ca.crt", produces = "application/x-x509-ca-cert")
    @Requires(Act.OPEN)
    ResponseEntity<byte[]> der() {
        return file(server.authorityDer().orElseThrow(() -> new Problem(404, "not-found")), "shisa-ca.crt");
    }

    private static ResponseEntity<byte[]> file(byte[] bytes, String name) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .contentType(MediaType.parseMediaType(
                        name.endsWith("pem") ? "application/x-pem-file" : "application/x-x509-ca-cert"))
                .body(bytes);
    }
}
