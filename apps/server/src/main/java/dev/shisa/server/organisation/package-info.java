/**
 * The company behind the products: its people and roles, parties inside and outside, training, controls against misuse and
 * mistakes, access rights, and its product security policy; and the facts that follow from what is registered.
 */
@NullMarked
package dev.shisa.server.organisation;

import org.jspecify.annotations.NullMarked;
