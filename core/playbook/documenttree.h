#pragma once

#include "playbook/playbook.h"

#include <vector>

/// The document of a playbook before it is text; for document.cpp.
namespace ringback::playbook {

/// A document in the order that it is written in, which QJsonObject does not keep.
struct Node {
    enum class Shape { Value, Object, List };
    enum class Layout { OneLine, Lines };

    Shape shape = Shape::Value;
    Layout layout = Layout::OneLine;
    QString text = {}; ///< of a value
    bool isQuoted = false; ///< of a value
    QString key = {}; ///< in an object; in a list what tells it from the others
    std::vector<Node> inside = {};

    void add(const QString &name, Node node)
    {
        node.key = name;
        inside.push_back(std::move(node));
    }
};

[[nodiscard]] Node treeOf(const Playbook &playbook);

} // namespace ringback::playbook
