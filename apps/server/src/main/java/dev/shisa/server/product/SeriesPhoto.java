package dev.shisa.server.product;

/** That a series has a picture, and how large it is; {@code /products/{code}/photo.jpg} shows it. */
public record SeriesPhoto(int width, int height, int version) {}
