/**
 * The analysed structure of a product: its components, their connections, and the ways of connecting that nobody has
 * analysed.
 *
 * <p>Components and connections are collections of the vocabulary like all of the register, in a section that names a
 * {@code page} of its own; so are the 15 viewpoints of quality in use. {@code ProductModel} reads them as a graph,
 * with what is missing and which of the 64 ways of connecting nobody has analysed; {@code Diagram} places it. No rule
 * reads these facts: a person lets the model answer a guide's question, with the model as it stands as the attached
 * document.
 *
 * <p>It has no table: what it shows are facts.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/model}; API {@code /series/{code}/model}.
 */
@NullMarked
package dev.shisa.server.model;

import org.jspecify.annotations.NullMarked;
