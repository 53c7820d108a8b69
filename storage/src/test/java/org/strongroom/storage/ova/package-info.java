@NullMarked
package org.strongroom.storage.ova;

import org.jspecify.annotations.NullMarked;
