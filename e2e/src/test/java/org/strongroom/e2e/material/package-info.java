/**
 * What tests give to a server: images, archives, where they are fetched from, and the programs that
 * make them.
 */
@NullMarked
package org.strongroom.e2e.material;

import org.jspecify.annotations.NullMarked;
