/** Tests of the driver of Swift, against Debian's. */
@org.jspecify.annotations.NullUnmarked
package org.strongroom.storage.driver.swift;
