#pragma once

/// The screens of the console, one folder each; ui/widgets holds what two of them share.
namespace ringback::ui {}
