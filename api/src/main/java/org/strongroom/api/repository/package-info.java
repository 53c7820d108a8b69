/**
 * The repositories of backup storages: their passwords and keys, clean-ups, and those that others
 * made.
 */
@NullMarked
package org.strongroom.api.repository;

import org.jspecify.annotations.NullMarked;
