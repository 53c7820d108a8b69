/** Log-in to Swift and calls with its tokens. */
@NullMarked
package org.strongroom.storage.driver.swift.session;

import org.jspecify.annotations.NullMarked;
