#include "practicehouse.h"
