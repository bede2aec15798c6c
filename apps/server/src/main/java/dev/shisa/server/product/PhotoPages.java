package dev.shisa.server.product;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What does this product look like? Its picture, and the form that sets it. */
@Controller
class PhotoPages {

    private final Products products;
    private final SeriesFrames frames;
    private final Photos photos;

    PhotoPages(Products products, SeriesFrames frames, Photos photos) {
        this.products = products;
        this.frames = frames;
        this.photos = photos;
    }

    @GetMapping(path = "/products/{code}/photo.jpg", produces = MediaType.IMAGE_JPEG_VALUE)
    @Requires(Act.VIEW)
    ResponseEntity<byte[]> picture(@PathVariable String code, @AuthenticationPrincipal Person person) {
        byte[] jpeg = photos.jpeg(products.require(code, person)).orElseThrow(() -> new Problem(404, "not-found"));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .cacheControl(CacheControl.noStore())
                .body(jpeg);
    }

    @GetMapping("/products/{code}/photo")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView form(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return form(products.require(code, person), new Mistakes(), person, ui);
    }

    private ModelAndView form(Series series, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("product/photo")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/products/{code}/photo")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView set(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile photo,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        if (photo == null || photo.isEmpty()) {
            return refused(series, "none", 422, person, ui, response);
        }
        return switch (Photo.of(bytes(photo))) {
            case Photo.Outcome.Refused refused -> refused(series, refused.why(), 422, person, ui, response);
            case Photo.Outcome.Taken taken ->
                photos.set(series, taken.photo(), version, person)
                        ? done(series)
                        : refused(series, "changed", 409, person, ui, response);
        };
    }

    @PostMapping("/products/{code}/photo/remove")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView remove(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        return photos.remove(series, version, person)
                ? done(series)
                : refused(series, "changed", 409, person, ui, response);
    }

    private ModelAndView refused(
            Series series, String why, int status, Person person, Ui ui, HttpServletResponse response) {
        response.setStatus(status);
        return form(
                series,
                new Mistakes().add("photo", ui.t("product.photo.refused." + why, Photo.FILE_BYTES_MAX >> 20)),
                person,
                ui);
    }

    private static ModelAndView done(Series series) {
        return new ModelAndView(
                "redirect:/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "?done=saved");
    }

    /** No more than tells that it is too much. */
    private static byte[] bytes(MultipartFile file) {
        try (InputStream in = file.getInputStream()) {
            return in.readNBytes(Photo.FILE_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded picture could not be read", e);
        }
    }
}
