/** Containers of OpenStack Swift as storages, by Swift's own API. */
@NullMarked
package org.strongroom.storage.driver.swift;

import org.jspecify.annotations.NullMarked;
