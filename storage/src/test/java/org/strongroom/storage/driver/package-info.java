@NullMarked
package org.strongroom.storage.driver;

import org.jspecify.annotations.NullMarked;
