// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Uses for the templates of lab 01, so that `./grade lint 01` sees them as they will be used. It is
// included behind the headers of src/ and compiled by clang-tidy alone; nothing here is ever run.
#include <memory>
#include <string>

template class patina::Arena<std::string>;
template class patina::Borrow<std::string>;
template class patina::Box<std::string>;
template class patina::Cell<std::string>;
template class patina::Owner<std::string>;
template class patina::Rc<std::string>;
template class patina::Ref<std::string>;
template class patina::RefCell<std::string>;
template class patina::RefMut<std::string>;
template class patina::Result<std::string, int>;
template class patina::Weak<std::string>;
